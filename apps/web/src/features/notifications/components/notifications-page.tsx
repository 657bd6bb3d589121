import { notificationRoutes, type NotificationChannel } from '@aoc/contracts';
import { BellPlus, Button, EmptyState, Plus, Skeleton } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { CARD, PageSection } from '../../../shared/page-section';
import { ProblemState } from '../../../shared/problem-notice';
import { SettingsPage } from '../../../shared/settings-page';
import { useChannels } from '../api/list-channels';
import { ChannelCard } from './channel-card';
import { ChannelForm } from './channel-form';
import { DeliveryLog } from './delivery-log';

function Channels() {
  const { data, error, isPending, refetch } = useChannels();
  const [editing, setEditing] = useState<NotificationChannel | 'new' | null>(null);
  const mayCreate = useMay(notificationRoutes.createChannel);
  const create = mayCreate && (
    <Button variant="primary" onClick={() => setEditing('new')}>
      <Plus aria-hidden className="size-4" /> New channel
    </Button>
  );
  return (
    <>
      <PageSection title="Channels" note="Alerts go to every channel whose routing fits." actions={create}>
        {isPending && <Skeleton className="h-32" />}
        {error && !data && <ProblemState error={error} onRetry={() => void refetch()} />}
        {data?.items.length === 0 && (
          <div className={CARD}>
            <EmptyState icon={BellPlus} title="Nobody is told yet" action={create}>
              Create a channel so that alerts reach people where they are: Slack, Teams, e-mail or a webhook.
            </EmptyState>
          </div>
        )}
        {data && data.items.length > 0 && (
          <ul aria-label="Channels" className="grid gap-4 md:grid-cols-2 2xl:grid-cols-3">
            {data.items.map((channel) => (
              <ChannelCard key={channel.id} channel={channel} onEdit={() => setEditing(channel)} />
            ))}
          </ul>
        )}
      </PageSection>
      <DeliveryLog channels={data?.items ?? []} />
      {editing !== null && <ChannelForm stored={editing === 'new' ? null : editing} onClose={() => setEditing(null)} />}
    </>
  );
}

/** Who is told of alerts, how, and whether it arrived. */
export function NotificationsPage() {
  return (
    <SettingsPage title="Notifications" route={notificationRoutes.listChannels}>
      {() => <Channels />}
    </SettingsPage>
  );
}
