import { searchRoutes, type ExportFormat } from '@aoc/contracts';
import { queryString } from '../../../shared/api/request-url';
import { toQuery, type EventFilters } from '../../../shared/event-filters/filters';

/** Address of a download of everything that matches at `now`. A link, so that the browser streams it to disk. */
export const exportLink = (filters: EventFilters, format: ExportFormat, now: Date): string =>
  searchRoutes.exportEvents.path + queryString({ ...toQuery(filters, now), format });
