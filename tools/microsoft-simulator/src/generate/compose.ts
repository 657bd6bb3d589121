/** One ordinary record of a stream. */
import type { JsonObject, Stream } from '../model';
import type { Build } from './build';
import { graphAudit, unifiedAudit } from './directory';
import { directoryAction } from './directory-actions';
import { exchangeCmdlet, exchangeHousekeeping, ordinaryMailboxUse } from './exchange';
import { ordinaryDlp, ordinaryGeneral } from './general';
import { intuneAudit, ordinaryIntune } from './intune';
import { ordinaryFileUse } from './sharepoint';
import { graphSignIn, ordinarySignIn, unifiedSignIn } from './sign-in';

/** `housekeeping`: probability that an Exchange record is the service's own. */
export function compose(stream: Stream, build: Build, housekeeping: number): { id: string; body: JsonObject } {
  switch (stream) {
    case 'directory':
      return graphAudit(build, directoryAction(build));
    case 'signin':
      return graphSignIn(build, ordinarySignIn(build));
    case 'intune':
      return intuneAudit(build, ordinaryIntune(build));
    case 'Audit.AzureActiveDirectory':
      return build.rng.chance(0.65) ? unifiedSignIn(build, ordinarySignIn(build)) : unifiedAudit(build, directoryAction(build));
    case 'Audit.Exchange':
      if (build.rng.chance(housekeeping)) return exchangeHousekeeping(build);
      return build.rng.chance(0.12) ? exchangeCmdlet(build) : ordinaryMailboxUse(build);
    case 'Audit.SharePoint':
      return ordinaryFileUse(build);
    case 'Audit.General':
      return ordinaryGeneral(build);
    case 'DLP.All':
      return ordinaryDlp(build);
  }
}
