import { canonicalName } from '@aoc/normalization';
import type { OperationKnowledge } from './operation-knowledge';
import { azureControl } from './services/azure-control';
import { azureResources } from './services/azure-resources';
import { entraApplications } from './services/entra-applications';
import { entraGroupsRoles } from './services/entra-groups-roles';
import { entraPolicies } from './services/entra-policies';
import { entraSignInMethods } from './services/entra-sign-in-methods';
import { entraUsers } from './services/entra-users';
import { exchangeMail } from './services/exchange-mail';
import { exchangeOrganization } from './services/exchange-organization';
import { exchangeRules } from './services/exchange-rules';
import { files } from './services/files';
import { intune } from './services/intune';
import { protection } from './services/protection';
import { sharing } from './services/sharing';
import { signIns } from './services/sign-ins';
import { teams } from './services/teams';

/** Every operation that has a text of its own. */
export const knowledgeTable: readonly OperationKnowledge[] = [
  ...entraUsers,
  ...entraSignInMethods,
  ...entraGroupsRoles,
  ...entraApplications,
  ...entraPolicies,
  ...signIns,
  ...intune,
  ...exchangeRules,
  ...exchangeOrganization,
  ...exchangeMail,
  ...files,
  ...sharing,
  ...teams,
  ...protection,
  ...azureControl,
  ...azureResources,
];

const EVERYWHERE = '';
const keyOf = (service: string, operation: string): string => `${canonicalName(service)}/${canonicalName(operation)}`;

/** Every key of an entry: each of its names, in each of its services or everywhere. */
export const knowledgeKeys = ({ names, services }: OperationKnowledge): string[] =>
  (services ?? [EVERYWHERE]).flatMap((service) => names.map((name) => keyOf(service, name)));

const byKey: ReadonlyMap<string, OperationKnowledge> = new Map(
  knowledgeTable.flatMap((entry) => knowledgeKeys(entry).map((key) => [key, entry] as const)),
);

/** The text that was written for this operation; null when there is none. */
export const knownOperation = (service: string, operation: string): OperationKnowledge | null =>
  byKey.get(keyOf(service, operation)) ?? byKey.get(keyOf(EVERYWHERE, operation)) ?? null;
