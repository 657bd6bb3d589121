import { askRoutes } from '@aoc/contracts';
import { EmptyState, Lock, MessageCircleOff, Skeleton } from '@aoc/web/ui';
import { Suspense, useEffect, useRef, type ReactNode } from 'react';
import { useFeatures } from '../../../shared/api/features';
import { useMay } from '../../../shared/api/me';
import { ProblemState } from '../../../shared/problem-notice';
import { needsRole } from '../../../shared/role-words';
import { useMediaQuery } from '../../../shared/use-media-query';
import { useShortcuts } from '../../../shared/use-shortcuts';
import { useTitle } from '../../../shared/use-title';
import { withEveryService } from '../model/chip-changes';
import { AnswerCard } from './answer-card';
import { CitedEvents } from './cited-events';
import { Examples } from './examples';
import { QuerySummary } from './query-summary';
import { QuestionForm } from './question-form';
import { Understanding } from './understanding';
import { useAnswer } from './use-answer';
import { useAskAddress } from './use-ask-address';
import { useCitedEvents } from './use-cited-events';

/** Shows one event beside the answer, or over it. */
export type RenderEvent = (event: { id: string; beside: boolean; onClose: () => void }) => ReactNode;

function Conversation({ renderEvent }: { renderEvent: RenderEvent }) {
  const address = useAskAddress();
  const { asked, eventId } = address;
  const answer = useAnswer(asked);
  const beside = useMediaQuery('(min-width: 64rem)');
  const box = useRef<HTMLTextAreaElement>(null);
  const events = answer.answer?.events ?? [];
  const cited = useCitedEvents(address, events);
  useShortcuts({ '/': () => box.current?.focus() });
  useEffect(() => {
    if (asked.question === '') box.current?.focus();
  }, [asked.question]);
  const ask = (next: typeof asked) => (JSON.stringify(next) === JSON.stringify(asked) ? answer.again() : address.ask(next));
  const { info } = answer;
  const panel = eventId !== undefined && renderEvent({ id: eventId, beside, onClose: cited.close });
  return (
    <div className="flex min-h-0 flex-1">
      <div className="relative min-h-0 min-w-0 flex-1 overflow-y-auto" inert={eventId !== undefined && !beside}>
        <div className="mx-auto flex max-w-4xl flex-col gap-5 px-3 py-5 sm:px-6">
          <div>
            <h1 className="text-xl font-semibold">Ask</h1>
            <p className="text-soft">In plain words. Answers are counted from the stored events and name the ones they rest on.</p>
          </div>
          <QuestionForm ref={box} asked={asked} asking={answer.status === 'asking'} onAsk={ask} onStop={answer.stop} />
          {answer.status === 'idle' ? (
            <Examples title="For example" onAsk={(question) => ask({ ...asked, question })} />
          ) : (
            <>
              {info && info.question_type !== 'declined' && <Understanding info={info} asked={asked} onAsk={ask} />}
              <AnswerCard answer={answer} openId={eventId} onOpen={cited.open} />
              {answer.answer?.declined && (
                <Examples title="Questions that can be answered" onAsk={(question) => ask({ ...asked, question })} />
              )}
              <CitedEvents events={events} openId={eventId} onOpen={cited.open} />
              {answer.answer && !answer.answer.declined && (
                <QuerySummary
                  info={answer.answer.query_info}
                  coverage={answer.answer.coverage}
                  onInclude={() => ask(withEveryService(asked))}
                />
              )}
            </>
          )}
        </div>
      </div>
      <Suspense>{panel}</Suspense>
    </div>
  );
}

/** A question in plain words, its answer, and what the answer rests on. */
export function AskPage({ renderEvent }: { renderEvent: RenderEvent }) {
  useTitle('Ask');
  const features = useFeatures();
  const may = useMay(askRoutes.askStream);
  if (features.error && !features.data) return <ProblemState error={features.error} onRetry={() => void features.refetch()} />;
  if (!features.data) return <Skeleton className="m-6 h-10" />;
  if (!features.data.ai_features_enabled)
    return (
      <EmptyState icon={MessageCircleOff} title="Ask is switched off">
        Set AI_FEATURES_ENABLED=true to switch on asking in plain words and explanations. No language model is needed.
      </EmptyState>
    );
  if (!may)
    return (
      <EmptyState icon={Lock} title="You may not ask">
        {needsRole(askRoutes.askStream)}
      </EmptyState>
    );
  return <Conversation renderEvent={renderEvent} />;
}
