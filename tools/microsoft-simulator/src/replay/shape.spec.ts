import { readTime, routeRecord } from './shape';
import type { JsonObject } from '../model';

describe('shape of recorded records', () => {
  it.each<[string, JsonObject, string | undefined, string | null]>([
    [
      'Graph directory audit',
      { id: 'a', activityDisplayName: 'Add user', activityDateTime: '2024-02-08T21:49:53.7643129+00:00' },
      'directory',
      '2024-02-08T21:49:53.764Z',
    ],
    [
      'Graph sign-in',
      { id: 'b', createdDateTime: '2020-03-13T19:15:41.6195833Z', userPrincipalName: 'a@b.c', appId: 'x' },
      'signin',
      '2020-03-13T19:15:41.619Z',
    ],
    [
      'Graph Intune audit',
      { id: 'c', componentName: 'MobileApp', activityDateTime: '2016-12-31T23:59:51.6363086-08:00' },
      'intune',
      '2017-01-01T07:59:51.636Z',
    ],
    [
      'envelope of an audit',
      { category: 'AuditLogs', time: 'x', properties: { id: 'd', activityDisplayName: 'x', activityDateTime: '2024-01-01T00:00:00Z' } },
      'directory',
      '2024-01-01T00:00:00.000Z',
    ],
    [
      'envelope of a sign-in',
      { category: 'NonInteractiveUserSignInLogs', properties: { id: 'e', createdDateTime: '2024-01-01T00:00:00Z' } },
      'signin',
      '2024-01-01T00:00:00.000Z',
    ],
    [
      'envelope of Intune',
      { category: 'AuditLogs', time: '2025-04-25T00:44:00.4679000Z', properties: { AuditEventId: 'f' } },
      'intune',
      '2025-04-25T00:44:00.467Z',
    ],
    [
      'Exchange',
      { Id: 'g', CreationTime: '2021-05-15T03:35:11', Operation: 'Set-Mailbox', Workload: 'Exchange' },
      'Audit.Exchange',
      '2021-05-15T03:35:11.000Z',
    ],
    [
      'OneDrive',
      { Id: 'h', CreationTime: '2022-12-12 15:57:57', Operation: 'FileAccessed', Workload: 'OneDrive' },
      'Audit.SharePoint',
      '2022-12-12T15:57:57.000Z',
    ],
    [
      'Teams',
      { Id: 'i', CreationTime: '2021-05-15T03:35:11', RecordType: 25, Workload: 'MicrosoftTeams' },
      'Audit.General',
      '2021-05-15T03:35:11.000Z',
    ],
    [
      'DLP',
      { Id: 'j', CreationTime: '2021-05-15T03:35:11', RecordType: 13, Operation: 'DlpRuleMatch', Workload: 'Exchange' },
      'DLP.All',
      '2021-05-15T03:35:11.000Z',
    ],
    [
      'impossible time',
      { Id: 'k', CreationTime: '2023-10-10T17:08:65', Operation: 'UserLoginFailed', Workload: 'AzureActiveDirectory' },
      'Audit.AzureActiveDirectory',
      null,
    ],
    ['something else', { hello: 'world' }, undefined, null],
  ])('%s', (_name, record, stream, time) => {
    const routed = routeRecord(record);
    expect(routed?.stream).toBe(stream);
    expect(routed?.at == null ? null : new Date(routed.at).toISOString()).toBe(time);
  });

  it.each([
    ['11/14/2025 1:48:53 AM', '2025-11-14T01:48:53.000Z'],
    ['2024-12-16 16:32:16.087554000', '2024-12-16T16:32:16.087Z'],
    ['2025-04-11:21:02.3387000Z', null],
    [7, null],
    [undefined, null],
  ])('reads %s', (value, time) => {
    const at = readTime(value);
    expect(at === null ? null : new Date(at).toISOString()).toBe(time);
  });
});
