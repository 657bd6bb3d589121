import type { Alert, AlertStatus } from '@aoc/contracts';
import { useState } from 'react';
import { ProblemError } from '../../../shared/api/api-error';
import { describeError } from '../../../shared/problem-notice';
import { useBulkAlerts } from '../api/bulk-alerts';
import { useChangeAlert, type ChangeAlert } from '../api/change-alert';
import { STATUS_WORDS } from '../model/alert-words';

type Change = ChangeAlert['change'];
export type Subject = Pick<Alert, 'id' | 'rule_name' | 'status' | 'assignee'>;

/** What is asked before a change is made: why, for these alerts. */
export interface ReasonQuestion {
  status: AlertStatus;
  subjects: Subject[];
}
export interface TriageMessage {
  tone: 'info' | 'bad' | 'warn';
  text: string;
}

const textOf = (error: Error, name: string): string => {
  const { title, detail, fields } = describeError(error);
  if (error instanceof ProblemError && error.problem.status === 409)
    return `“${name}” was not changed: ${detail} It is shown as it stands now.`;
  return `“${name}” was not changed. ${title}. ${fields.length > 0 ? fields.join('. ') : detail}`;
};

/** Changing one alert or many: asks for a reason where one is due, and says what went wrong. */
export function useTriage() {
  const single = useChangeAlert();
  const bulk = useBulkAlerts();
  const [question, setQuestion] = useState<ReasonQuestion | null>(null);
  const [message, setMessage] = useState<TriageMessage | null>(null);

  const apply = (subjects: Subject[], change: Change) => {
    const [first] = subjects;
    if (!first) return;
    setMessage(null);
    if (subjects.length === 1) {
      const onError = (error: Error) => setMessage({ tone: 'bad', text: textOf(error, first.rule_name) });
      single.mutate({ id: first.id, change }, { onError });
      return;
    }
    bulk.mutate(
      { ids: subjects.map(({ id }) => id), change },
      {
        onError: (error) => setMessage({ tone: 'bad', text: textOf(error, `${subjects.length} alerts`) }),
        onSuccess: ({ changed, unchanged, failed }) =>
          setMessage({
            tone: failed.length > 0 ? 'warn' : 'info',
            text: [
              `${changed} of ${subjects.length} alerts changed`,
              unchanged > 0 ? `${unchanged} were so already` : '',
              failed.length > 0 ? `${failed.length} could not be changed: ${failed[0]?.message}` : '',
            ]
              .filter(Boolean)
              .join(', '),
          }),
      },
    );
  };
  return {
    question,
    message,
    say: setMessage,
    dismiss: () => setMessage(null),
    cancel: () => setQuestion(null),
    /** Moves alerts to a status; a false positive, and a bulk move to a closed status, asks why first. */
    move(subjects: Subject[], status: AlertStatus) {
      const moving = subjects.filter((alert) => alert.status !== status);
      if (moving.length === 0) {
        if (subjects.length > 0)
          setMessage({ tone: 'info', text: `Nothing to change: ${STATUS_WORDS[status].words.toLowerCase()} already.` });
        return;
      }
      const asks = status === 'false_positive' || (status === 'resolved' && moving.length > 1);
      if (asks) setQuestion({ status, subjects: moving });
      else apply(moving, { status });
    },
    assign: (subjects: Subject[], assignee: string | null) => apply(subjects, { assignee }),
    answer(reason: string) {
      if (!question) return;
      setQuestion(null);
      apply(question.subjects, { status: question.status, ...(reason === '' ? {} : { reason }) });
    },
  };
}
export type Triage = ReturnType<typeof useTriage>;
