import type { RouteContract } from '@aoc/contracts';
import { ALL_TENANTS, chosenTenant } from './tenant';

/** True while the page shows all tenants that the reader may see. It does not change while a document lives. */
export const showsAllTenants = (): boolean => chosenTenant() === ALL_TENANTS;

/** What is about the reader, or about the list of tenants, and not about one of them. */
export const isOfNoTenant = ({ operationId, tag }: Pick<RouteContract, 'operationId' | 'tag'>): boolean =>
  operationId === 'me' || tag === 'tenants';
