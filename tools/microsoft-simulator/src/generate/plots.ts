/** The attack stories that the generator can tell. */
import type { Plot } from './plot';
import { cloudPlots } from './plots-cloud';
import { identityPlots } from './plots-identity';

const [spray, ...otherIdentity] = identityPlots;

/** The password spray first: it is the story that a newcomer sees arriving. */
export const plots: readonly Plot[] = [...(spray ? [spray] : []), ...cloudPlots, ...otherIdentity];
