export { CertificateError, readClientCertificate, type ClientCertificate } from './client-certificate';
export { macBox, type MacBox, type MacVerdict } from './mac-box';
export { secretBox, SecretError, type SecretBox, type SecretScope } from './secret-box';
