export { issueLicence } from './issue-licence';
export { licenceStatus, requireFeature, requireTenants, type LicensedFeature } from './licence-status';
export { openLicence, type Licence } from './open-licence';
