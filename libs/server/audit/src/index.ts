export { auditHeadCollection, auditLogCollection } from './audit.schema';
export { auditedTenants, openAuditTrail, type AuditTrail } from './audit-trail.repository';
export { exportAudit } from './export-audit';
export { listAudit } from './list-audit';
export { recordAudit, type AuditEntry } from './record-audit';
export { recordWork, requireSeal } from './record-work';
export { verifyAudit } from './verify-audit';
