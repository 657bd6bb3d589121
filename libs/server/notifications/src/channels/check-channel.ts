import { DomainError, type ChannelBody, type FieldError } from '@aoc/contracts';
import { workingHoursProblem } from '@aoc/detection';
import { assertUrlAllowed, RefusedAddress } from '../guard/guarded-lookup';
import type { Notifications } from '../notifications';
import { hasUrl } from './load-channel';

function urlProblem(n: Notifications, url: string): string | null {
  try {
    assertUrlAllowed(new URL(url), n.allowed);
    return null;
  } catch (error) {
    if (error instanceof RefusedAddress) return error.message;
    throw error;
  }
}

function problems(n: Notifications, body: ChannelBody, hasStoredUrl: boolean): FieldError[] {
  const errors: FieldError[] = [];
  const add = (path: string, message: string): void => void errors.push({ path: `body.${path}`, message });
  if (hasUrl(body.kind)) {
    if (body.url === undefined && !hasStoredUrl) add('url', `a channel of kind ${body.kind} needs one`);
    if (body.recipients.length > 0) add('recipients', 'only e-mail has recipients');
  } else if (body.url !== undefined) add('url', 'e-mail has none; it has recipients');
  if (body.secret !== undefined && body.kind !== 'webhook') add('secret', 'only generic webhooks are signed');
  const problem = body.url === undefined ? null : urlProblem(n, body.url);
  if (problem !== null) add('url', problem);
  const hours = body.quiet_hours && workingHoursProblem(body.quiet_hours);
  if (hours) add(`quiet_hours.${hours.member}`, hours.message);
  return errors;
}

/** What the shape of a channel cannot say by itself. @throws DomainError bad_request that names every bad field */
export function checkChannel(n: Notifications, body: ChannelBody, hasStoredUrl = false): void {
  const errors = problems(n, body, hasStoredUrl);
  const [first] = errors;
  if (first) throw new DomainError('bad_request', `${first.path}: ${first.message}`, { errors });
}
