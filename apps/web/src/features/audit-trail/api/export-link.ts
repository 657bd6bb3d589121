import { auditRoutes } from '@aoc/contracts';
import { queryString } from '../../../shared/api/request-url';
import type { AuditFilters } from '../model/audit-filters';

/** Address of a download of all rows that match. A link, so that the browser streams it to disk. */
export const exportLink = (filters: AuditFilters): string => auditRoutes.exportAuditTrail.path + queryString({ ...filters });
