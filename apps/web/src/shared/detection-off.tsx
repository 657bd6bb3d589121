import { Notice } from '@aoc/web/ui';
import { useFeatures } from './api/features';

/** Says that nothing will be raised while detection is switched off. */
export function DetectionOff() {
  if (useFeatures().data?.alerts_enabled !== false) return null;
  return (
    <Notice tone="warn" className="shrink-0 rounded-none">
      <strong className="font-semibold">Detection is switched off:</strong> rules do not look at new events. Set ALERTS_ENABLED=true to
      switch it on.
    </Notice>
  );
}
