/** The three logs of Graph that the product reads. */
import type { GraphStream } from '../model';
import type { LogFields } from './graph-filter';

export interface Log {
  stream: GraphStream;
  path: string;
  fields: LogFields;
  permission: string;
  retentionDays: number;
  orderable: boolean;
}

export const logs: readonly Log[] = [
  {
    stream: 'directory',
    path: 'auditLogs/directoryAudits',
    fields: {
      time: 'activityDateTime',
      type: 'microsoft.graph.directoryAudit',
      equal: [
        'id',
        'category',
        'correlationId',
        'result',
        'activityDisplayName',
        'loggedByService',
        'operationType',
        'initiatedBy/user/id',
        'initiatedBy/user/displayName',
        'initiatedBy/user/userPrincipalName',
        'initiatedBy/app/appId',
        'initiatedBy/app/displayName',
      ],
      startsWith: ['activityDisplayName', 'initiatedBy/user/userPrincipalName', 'initiatedBy/app/displayName'],
    },
    permission: 'AuditLog.Read.All',
    retentionDays: 30,
    orderable: true,
  },
  {
    stream: 'signin',
    path: 'auditLogs/signIns',
    fields: {
      time: 'createdDateTime',
      type: 'microsoft.graph.signIn',
      equal: [
        'id',
        'userId',
        'userPrincipalName',
        'userDisplayName',
        'appId',
        'appDisplayName',
        'ipAddress',
        'correlationId',
        'clientAppUsed',
        'conditionalAccessStatus',
        'resourceDisplayName',
        'riskLevelDuringSignIn',
        'riskState',
        'status/errorCode',
        'location/countryOrRegion',
        'location/city',
        'deviceDetail/operatingSystem',
      ],
      startsWith: ['userPrincipalName', 'userDisplayName', 'appDisplayName', 'ipAddress', 'location/city'],
    },
    permission: 'AuditLog.Read.All',
    retentionDays: 30,
    orderable: true,
  },
  {
    stream: 'intune',
    path: 'deviceManagement/auditEvents',
    fields: {
      time: 'activityDateTime',
      type: 'microsoft.graph.auditEvent',
      equal: [
        'id',
        'category',
        'activityType',
        'activityOperationType',
        'activityResult',
        'componentName',
        'actor/userPrincipalName',
        'displayName',
      ],
      startsWith: [],
    },
    permission: 'DeviceManagementApps.Read.All',
    retentionDays: 365,
    orderable: true,
  },
];
