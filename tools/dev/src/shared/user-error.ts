/** A mistake or a state of the machine that the user can put right: the message says what and how, no stack trace. */
export class UserError extends Error {
  override name = 'UserError';
}

/** What to print for anything thrown. */
export function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return /^(UserError|ConfigError|ServicesError)$/.test(error.name) ? error.message : (error.stack ?? error.message);
}
