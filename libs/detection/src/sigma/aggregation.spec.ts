import { onlyReport, sigmaRule } from '../testing/sigma';
import type { SigmaReport } from './report';

describe('aggregations of old rules', () => {
  const aggregated = (aggregation: string, timeframe = 'timeframe: 10m'): SigmaReport =>
    onlyReport(sigmaRule(`sel: {Operation: FileDeleted}\n${timeframe}\ncondition: sel | ${aggregation}`));

  it.each([
    ['count() > 10', { count: 11, group_by: [], window_minutes: 10 }],
    ['count() by UserId >= 10', { count: 10, group_by: ['actor.upn'], window_minutes: 10 }],
    [
      'count(ObjectId) by UserId, ClientIP > 3',
      { count: 4, distinct: 'record.ObjectId', group_by: ['actor.upn', 'actor.ip'], window_minutes: 10 },
    ],
  ])('%s is a threshold', (aggregation, threshold) => {
    expect(aggregated(aggregation).rule?.threshold).toEqual(threshold);
  });

  it.each([
    ['count() < 5', 'timeframe: 10m', 'cannot be watched for'],
    ['count() > 5', '', 'there is no timespan'],
    ['count() by Colour > 5', 'timeframe: 10m', 'no field "Colour"'],
    ['sum(Size) > 5', 'timeframe: 10m', 'is not known'],
    ['min(Size) by UserId > 5', 'timeframe: 10m', 'is not known'],
  ])('%s (%s) cannot run', (aggregation, timeframe, message) => {
    expect(
      aggregated(aggregation, timeframe)
        .reasons.map((reason) => reason.message)
        .join('; '),
    ).toContain(message);
  });
});
