export { issueLicence } from './issue-licence';
export { isGranted, licenceStatus, requireFeature, requireTenants, type LicensedFeature } from './licence-status';
export { openLicence, type Licence } from './open-licence';
