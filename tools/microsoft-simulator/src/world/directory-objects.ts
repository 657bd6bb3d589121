/** Directory objects of the company as Graph returns them from `getByIds`, `/users/{id}` and the like. */
import type { DirectoryObject } from '../model';
import { roles } from './catalog';
import type { Company } from './company';

/** Look-up by object id (lower case); users also by user principal name. */
export function directoryIndex(company: Company): Map<string, DirectoryObject> {
  const index = new Map<string, DirectoryObject>();
  const add = (key: string, type: DirectoryObject['type'], body: DirectoryObject['body']): void => {
    index.set(key.toLowerCase(), { type, body: { '@odata.type': `#microsoft.graph.${type}`, ...body } });
  };
  for (const user of company.users) {
    const body = {
      id: user.id,
      displayName: user.displayName,
      userPrincipalName: user.upn,
      mail: user.upn,
      jobTitle: user.role?.name ?? `${user.department} specialist`,
      officeLocation: user.office.city,
      mobilePhone: null,
      businessPhones: [],
      givenName: user.displayName.split(' ')[0] ?? null,
      surname: user.displayName.split(' ')[1] ?? null,
      preferredLanguage: 'en-US',
    };
    add(user.id, 'user', body);
    add(user.upn, 'user', body);
    add(user.device.id, 'device', {
      id: user.device.id,
      deviceId: user.device.id,
      displayName: user.device.name,
      operatingSystem: user.device.os,
      isCompliant: user.device.compliant,
    });
  }
  for (const app of company.applications) {
    add(app.objectId, 'application', { id: app.objectId, appId: app.appId, displayName: app.name });
    add(app.servicePrincipalId, 'servicePrincipal', { id: app.servicePrincipalId, appId: app.appId, displayName: app.name });
  }
  for (const group of company.groups) {
    add(group.id, 'group', {
      id: group.id,
      displayName: group.name,
      groupTypes: group.kind === 'unified' ? ['Unified'] : [],
      securityEnabled: group.kind === 'security',
    });
  }
  for (const role of roles) {
    const id = company.roleIds.get(role.templateId) ?? role.templateId;
    add(id, 'directoryRole', { id, displayName: role.name, roleTemplateId: role.templateId });
  }
  return index;
}
