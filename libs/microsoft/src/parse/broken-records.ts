import type { BrokenRecord } from '../record-page';

const MAX_TEXT = 65_536;
const SHORT_TEXT = 1024;
/** Texts altogether; beyond it only their beginnings are kept. */
const MAX_ALL_TEXT = 1024 * 1024;
const MAX_BROKEN = 10_000;

/** Unreadable records of a page of any size, in bounded memory. */
export class BrokenRecords {
  readonly list: BrokenRecord[] = [];
  /** There were more than are kept. */
  overflow = false;
  private text = 0;

  add(index: number, what: { reason: BrokenRecord['reason']; detail: string; bytes: Buffer }): void {
    const { reason, detail, bytes } = what;
    this.append({ index, reason, detail, text: bytes.toString('utf8', 0, MAX_TEXT) });
  }

  append(broken: BrokenRecord): void {
    this.overflow ||= this.list.length >= MAX_BROKEN;
    if (this.overflow) return;
    const text = this.text > MAX_ALL_TEXT ? broken.text.slice(0, SHORT_TEXT) : broken.text;
    this.text += text.length;
    const { index, reason, detail } = broken;
    this.list.push({ index, reason, detail, text });
  }
}
