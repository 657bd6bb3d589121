import { useZone } from './preferences';
import { dateTime, nearDateTime, relative } from './time';
import { useNow } from './use-now';

/** A time in the reader's zone; the exact UTC is in the title. */
export function Instant({ at, short = false, ago = false }: { at: string; short?: boolean; ago?: boolean }) {
  const zone = useZone();
  const now = useNow();
  const full = dateTime(at, zone);
  return (
    <time dateTime={at} title={`${at} UTC`}>
      {ago ? relative(at, now) : short ? nearDateTime(at, zone, now) : full}
    </time>
  );
}
