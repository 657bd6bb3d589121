import { problemSchema } from './errors';
import { route } from './route';
import { checkedRuleBodySchema } from './rule';
import {
  ruleEnableBodySchema,
  ruleExportSchema,
  ruleHistoryQuerySchema,
  ruleHistorySchema,
  ruleImportBodySchema,
  ruleImportReportSchema,
  ruleListSchema,
  ruleParams,
  ruleReplaceBodySchema,
  ruleSchema,
} from './rules-api';

const problem = (description: string) => ({ description, schema: problemSchema });
const badRequest = problem('Bad input; errors[] names each place, e.g. body.tenants[1]');
const notFound = problem('The provider has no such rule');
const conflict = problem('Somebody changed the rule meanwhile, or the name is taken');
const ofProvider = { tag: 'rules', role: 'msp_admin', provider: true } as const;

/** Rules of the provider: kept once, run for all tenants or those that `tenants` names. Each tenant sees those that concern it among its own. */
export const providerRuleRoutes = {
  listProviderRules: route({
    ...ofProvider,
    method: 'get',
    path: '/api/provider/rules',
    operationId: 'listProviderRules',
    summary: 'All rules of the provider, by name, with the numbers of all tenants',
    responses: { 200: { description: 'Rules', schema: ruleListSchema } },
  }),
  createProviderRule: route({
    ...ofProvider,
    method: 'post',
    path: '/api/provider/rules',
    operationId: 'createProviderRule',
    summary: 'Create a rule for all tenants or some',
    audit: { fields: ['name', 'severity', 'enabled'] },
    body: checkedRuleBodySchema,
    idempotent: true,
    responses: { 201: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 409: conflict },
  }),
  exportProviderRules: route({
    ...ofProvider,
    method: 'get',
    path: '/api/provider/rules/export',
    operationId: 'exportProviderRules',
    summary: 'All rules of the provider as one JSON document that the import reads',
    ticket: true,
    audit: true,
    responses: { 200: { description: 'Rules', schema: ruleExportSchema } },
  }),
  importProviderRules: route({
    ...ofProvider,
    method: 'post',
    path: '/api/provider/rules/import',
    operationId: 'importProviderRules',
    summary: 'Import Sigma rules (YAML) or an export of AOC as rules of the provider, with a verdict per rule',
    description: 'For all tenants, unless a rule names some. Exceptions stay behind: they may be about people of one tenant.',
    audit: { fields: ['format'] },
    body: ruleImportBodySchema,
    responses: { 200: { description: 'What became of each rule', schema: ruleImportReportSchema }, 400: badRequest },
  }),
  getProviderRule: route({
    ...ofProvider,
    method: 'get',
    path: '/api/provider/rules/{id}',
    operationId: 'getProviderRule',
    summary: 'One rule of the provider, with the tenants that it runs for',
    params: ruleParams,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 404: notFound },
  }),
  replaceProviderRule: route({
    ...ofProvider,
    method: 'put',
    path: '/api/provider/rules/{id}',
    operationId: 'replaceProviderRule',
    summary: 'Change a rule of the provider, or the tenants that it runs for',
    audit: { fields: ['name', 'severity', 'enabled', 'version'] },
    params: ruleParams,
    body: ruleReplaceBodySchema,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 404: notFound, 409: conflict },
  }),
  enableProviderRule: route({
    ...ofProvider,
    method: 'patch',
    path: '/api/provider/rules/{id}',
    operationId: 'enableProviderRule',
    summary: 'Switch a rule of the provider on or off, in all its tenants',
    audit: { fields: ['enabled', 'version'] },
    params: ruleParams,
    body: ruleEnableBodySchema,
    responses: { 200: { description: 'The rule', schema: ruleSchema }, 400: badRequest, 404: notFound, 409: conflict },
  }),
  deleteProviderRule: route({
    ...ofProvider,
    method: 'delete',
    path: '/api/provider/rules/{id}',
    operationId: 'deleteProviderRule',
    summary: 'Delete a rule of the provider and what tenants excepted from it; its alerts stay',
    params: ruleParams,
    responses: { 204: { description: 'Deleted' }, 404: notFound },
  }),
  providerRuleHistory: route({
    ...ofProvider,
    method: 'get',
    path: '/api/provider/rules/{id}/history',
    operationId: 'providerRuleHistory',
    summary: 'Versions of a rule of the provider, newest first',
    params: ruleParams,
    query: ruleHistoryQuerySchema,
    responses: { 200: { description: 'Versions', schema: ruleHistorySchema }, 404: notFound },
  }),
};
