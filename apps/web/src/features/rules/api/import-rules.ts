import type { ruleRoutes } from '@aoc/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callApi } from '../../../shared/api/call-api';
import type { CallInput } from '../../../shared/api/route-types';
import { ruleKeys } from './rule-keys';
import { ruleRoutesOf, type RuleScope } from './rule-routes';

type ImportRules = CallInput<typeof ruleRoutes.importRules>['body'];

/** Imports Sigma rules or an export; with `dry_run` it only says what would become of each. */
export function useImportRules(at: RuleScope) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ImportRules) => callApi(ruleRoutesOf(at).import, { body }),
    onSuccess: async (_report, { dry_run }) => {
      if (!dry_run) await client.invalidateQueries({ queryKey: ruleKeys.all });
    },
  });
}
