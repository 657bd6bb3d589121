import { notificationRoutes, type NotificationChannel } from '@aoc/contracts';
import { Badge, Button, Dialog, Notice, Pencil, Send, Switch, Trash2 } from '@aoc/web/ui';
import { useState } from 'react';
import { useMay } from '../../../shared/api/me';
import { CARD } from '../../../shared/page-section';
import { needsRole } from '../../../shared/role-words';
import { ProblemNotice } from '../../../shared/problem-notice';
import { useDeleteChannel } from '../api/delete-channel';
import { useSaveChannel } from '../api/save-channel';
import { useTestChannel } from '../api/test-channel';
import { CHANNEL_KINDS, draftOfChannel, routingWords, toChannel } from '../model/channel-draft';

interface ChannelCardProps {
  channel: NotificationChannel;
  onEdit: () => void;
}

function DeleteDialog({ channel, onClose }: { channel: NotificationChannel; onClose: () => void }) {
  const remove = useDeleteChannel();
  return (
    <Dialog onClose={onClose} title={`Delete “${channel.name}”?`} description="What still waits for this channel is not sent.">
      {remove.error && <ProblemNotice error={remove.error} />}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Keep it</Button>
        <Button variant="primary" disabled={remove.isPending} onClick={() => remove.mutate(channel.id, { onSuccess: onClose })}>
          Delete the channel
        </Button>
      </div>
    </Dialog>
  );
}

/** One channel: where it goes, what reaches it, and whether it works. */
export function ChannelCard({ channel, onEdit }: ChannelCardProps) {
  const test = useTestChannel();
  const save = useSaveChannel();
  const [deleting, setDeleting] = useState(false);
  const fixed = channel.from_environment || channel.from_tenant;
  const mayChange = useMay(notificationRoutes.replaceChannel);
  const quiet = channel.quiet_hours;
  const enable = (enabled: boolean) =>
    save.mutate({
      channel: { ...toChannel(draftOfChannel(channel)), enabled },
      base: { id: channel.id, version: channel.version },
    });
  return (
    <li data-channel={channel.id} className={`${CARD} flex flex-col gap-3 p-4`}>
      <div className="flex items-start gap-2">
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-2 font-semibold [overflow-wrap:anywhere]">
            <bdi>{channel.name}</bdi>
            <Badge>{CHANNEL_KINDS[channel.kind].label}</Badge>
          </h3>
          <p className="text-[0.8125rem] text-soft [overflow-wrap:anywhere]">
            {channel.kind === 'email' ? channel.recipients.join(', ') : channel.destination}
          </p>
        </div>
        <Switch
          checked={channel.enabled}
          label={`${channel.name} sends`}
          disabled={!mayChange || fixed || save.isPending}
          reason={mayChange ? undefined : needsRole(notificationRoutes.replaceChannel)}
          onChange={enable}
        />
      </div>
      <ul className="flex flex-col gap-0.5 text-[0.8125rem] text-soft">
        <li>{routingWords(channel.routing)}</li>
        {quiet && (
          <li>
            Quiet from {quiet.start} to {quiet.end} ({quiet.time_zone})
          </li>
        )}
        {channel.digest_minutes > 0 && (
          <li>{channel.digest_minutes === 1 ? 'One message per minute' : `One message per ${channel.digest_minutes} minutes`}</li>
        )}
        {channel.has_secret && <li>Signed</li>}
        {channel.from_environment && <li>Set by ALERT_WEBHOOK_URL; it is changed there</li>}
        {channel.from_tenant && <li>Set by the notification defaults of the tenant; they are changed there</li>}
        {!channel.uses_defaults && <li>Without the tenant’s defaults</li>}
      </ul>
      {save.error && <ProblemNotice error={save.error} />}
      {test.error && <ProblemNotice error={test.error} />}
      {test.data && (
        <Notice tone={test.data.ok ? 'info' : 'bad'} live>
          {test.data.ok ? 'The test message arrived' : 'The test message did not arrive'}: {test.data.detail} ({test.data.ms} ms)
        </Notice>
      )}
      {mayChange && (
        <div className="mt-auto flex flex-wrap gap-1.5">
          <Button size="sm" disabled={test.isPending} onClick={() => test.mutate(channel.id)}>
            <Send aria-hidden className="size-3.5" /> {test.isPending ? 'Sending…' : 'Send a test'}
          </Button>
          {!fixed && (
            <>
              <Button size="sm" variant="ghost" onClick={onEdit}>
                <Pencil aria-hidden className="size-3.5" /> Edit
              </Button>
              <Button size="sm" variant="ghost" onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden className="size-3.5" /> Delete
              </Button>
            </>
          )}
        </div>
      )}
      {deleting && <DeleteDialog channel={channel} onClose={() => setDeleting(false)} />}
    </li>
  );
}
