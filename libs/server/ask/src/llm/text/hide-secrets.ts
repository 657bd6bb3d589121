const HIDDEN = '(secret left out)';
const NAMES = '(?:Account|Shared\\s?Access)Key|sig|client_?secret|passw(?:or)?d|pwd|api[_-]?key|secret';

/** Forms of credentials that turn up in audit records: parameters of scripts, consent grants, connection strings. */
const SECRETS: readonly (readonly [RegExp, string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, HIDDEN],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?/g, HIDDEN],
  [/\b(Bearer)\s+[\w.~+/=-]{16,}/gi, `$1 ${HIDDEN}`],
  [/\b(Basic)\s+(?=\S*[\d=])[\w+/=]{12,}/gi, `$1 ${HIDDEN}`],
  [/\b(?:sk|pk|rk)-[\w-]{16,}/g, HIDDEN],
  [/\b(?:ghp|gho|ghs|xox[abprs])[_-][\w-]{10,}/g, HIDDEN],
  [new RegExp(`\\b(${NAMES})(["']?\\s*(?:=\\s*["']?|:\\s*["']))[^\\s"'&;,]{4,}`, 'gi'), `$1$2${HIDDEN}`],
  // Words may follow a colon; a password has more than letters.
  [new RegExp(`\\b(${NAMES})(["']?:\\s*)(?=\\S*[\\d!#$%^&*~])[^\\s"'&;,(]{4,}`, 'gi'), `$1$2${HIDDEN}`],
  [/\b(\w+:\/\/[^\s:@/]+:)[^\s@/]+@/g, `$1${HIDDEN}@`],
];

/** A text for the model without what looks like a credential. Log records hold them more often than they should. */
export const hideSecrets = (text: string): string =>
  SECRETS.reduce((sofar, [pattern, replacement]) => sofar.replace(pattern, replacement), text);
