import { notificationRoutes, type Notification, type NotificationChannel, type NotificationStatus } from '@aoc/contracts';
import { Badge, Button, EmptyState, MailCheck, Segmented, Select, Skeleton, type Tone } from '@aoc/web/ui';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { Instant } from '../../../shared/instant';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemNotice, ProblemState } from '../../../shared/problem-notice';
import { useDeliveries } from '../api/list-deliveries';
import { useResendNotification } from '../api/resend-notification';

const STATUS: Record<NotificationStatus, { tone: Tone; words: string }> = {
  waiting: { tone: 'warn', words: 'Waiting' },
  delivered: { tone: 'good', words: 'Delivered' },
  dead: { tone: 'bad', words: 'Given up' },
};

function Attempts({ message }: { message: Notification }) {
  if (message.attempts.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer text-[0.8125rem] text-accent">
        {message.attempts.length} {message.attempts.length === 1 ? 'attempt' : 'attempts'}
      </summary>
      <ol className="flex flex-col gap-1 pt-1.5">
        {message.attempts.map((attempt, index) => (
          <li key={`${attempt.at} ${index}`} className="flex flex-wrap gap-x-3 text-[0.8125rem]">
            <span className="text-soft">
              <Instant at={attempt.at} />
            </span>
            <span className={attempt.ok ? 'text-good' : 'text-bad'}>{attempt.ok ? 'arrived' : 'failed'}</span>
            <span className="min-w-0 [overflow-wrap:anywhere]">{attempt.detail}</span>
            <span className="text-faint">{attempt.ms} ms</span>
          </li>
        ))}
      </ol>
    </details>
  );
}

function Delivery({ message }: { message: Notification }) {
  const resend = useResendNotification();
  const mayResend = useMay(notificationRoutes.resendNotification);
  const { tone, words } = STATUS[message.status];
  const [first] = message.alert_ids;
  return (
    <li data-delivery={message.id} className="flex flex-col gap-1.5 p-3.5">
      <div className="flex flex-wrap items-center gap-2">
        <Badge tone={tone}>{words}</Badge>
        <span className="min-w-0 flex-1 [overflow-wrap:anywhere]">
          <bdi>{message.title}</bdi>
        </span>
        {message.status !== 'delivered' && mayResend && (
          <Button size="sm" disabled={resend.isPending} onClick={() => resend.mutate(message.id)}>
            {resend.isPending ? 'Sending…' : 'Send again'}
          </Button>
        )}
      </div>
      <p className="flex flex-wrap gap-x-3 text-[0.8125rem] text-soft">
        <span>{message.channel_name}</span>
        <Instant at={message.created_at} />
        {message.next_attempt_at && message.status === 'waiting' && (
          <span>
            next try <Instant at={message.next_attempt_at} ago />
          </span>
        )}
        {first !== undefined && (
          <Link to="/alerts" search={{ status: 'all', alert: first }} className="text-accent hover:underline">
            {message.alert_ids.length === 1 ? 'The alert' : `The first of ${message.alert_ids.length} alerts`}
          </Link>
        )}
      </p>
      <Attempts message={message} />
      {resend.error && <ProblemNotice error={resend.error} />}
    </li>
  );
}

/** What was sent, what waits, and what was given up. */
export function DeliveryLog({ channels }: { channels: NotificationChannel[] }) {
  const [status, setStatus] = useState<NotificationStatus | 'all'>('all');
  const [channelId, setChannelId] = useState('');
  const list = useDeliveries({ status: status === 'all' ? undefined : status, channelId: channelId === '' ? undefined : channelId });
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <PageSection
      title="Deliveries"
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <Segmented<NotificationStatus | 'all'>
            label="Status of the deliveries"
            value={status}
            onChange={setStatus}
            options={[
              { value: 'all', label: 'All' },
              { value: 'waiting', label: STATUS.waiting.words },
              { value: 'delivered', label: STATUS.delivered.words },
              { value: 'dead', label: STATUS.dead.words },
            ]}
          />
          <Select
            aria-label="Channel"
            className="h-7 w-auto text-xs"
            value={channelId}
            onChange={(event) => setChannelId(event.target.value)}
          >
            <option value="">All channels</option>
            {channels.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </Select>
        </div>
      }
    >
      {list.isPending && <Skeleton className="h-24" />}
      {list.error && !list.data && <ProblemState error={list.error} onRetry={() => void list.refetch()} />}
      {list.data && items.length === 0 && (
        <div className={CARD}>
          <EmptyState
            icon={MailCheck}
            title={status === 'all' ? 'Nothing was sent yet' : `Nothing is ${STATUS[status].words.toLowerCase()}`}
          >
            Each message appears here with every attempt to deliver it.
          </EmptyState>
        </div>
      )}
      {items.length > 0 && (
        <ul aria-label="Deliveries" className={`${CARD} divide-y divide-line`}>
          {items.map((message) => (
            <Delivery key={message.id} message={message} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Button className="self-center" disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
        </Button>
      )}
    </PageSection>
  );
}
