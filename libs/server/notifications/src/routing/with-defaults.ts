import { severitySchema, type ChannelRouting, type NotificationDefaults, type QuietHours } from '@aoc/contracts';

interface Channel {
  routing: ChannelRouting;
  quiet_hours: QuietHours | null;
  uses_defaults: boolean;
}

/** A channel with the defaults of its tenant for what it does not name itself, unless it is set to use none. */
export function withDefaults<C extends Channel>(channel: C, defaults: NotificationDefaults | null): C {
  if (!defaults || !channel.uses_defaults) return channel;
  const { min_severity, quiet_hours } = defaults;
  const least = min_severity === null ? 0 : severitySchema.options.indexOf(min_severity);
  const { severities } = channel.routing;
  return {
    ...channel,
    routing: { ...channel.routing, severities: severities.length === 0 && least > 0 ? severitySchema.options.slice(least) : severities },
    quiet_hours: channel.quiet_hours ?? quiet_hours,
  };
}
