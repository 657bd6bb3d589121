export { secretBox, SecretError, type SecretBox, type SecretScope } from './secret-box';
