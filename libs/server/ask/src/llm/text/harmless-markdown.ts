// Characters that are not seen, or that turn the direction of what follows: they hide text from people and not from machines.
const UNSEEN =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const LINK = /(!?)\[([^[\]\n]{0,500})\]\((?:[^()\n]|\([^()\n]*\)){0,4000}\)/g;
const AUTOLINK = /<[a-z][a-z0-9+.-]{1,31}:[^<>\s]*>/gi;
const TAG = /<\/?[a-z][^<>\n]{0,4000}>/gi;

/** A text without anything in it that a reader of Markdown would fetch, follow or run. */
export interface HarmlessText {
  text: string;
  /** Links, images, addresses in angle brackets and HTML that were taken out. */
  removed: number;
}

/**
 * Model output as text that may be rendered as Markdown. The model may have been told by a log record to send what it knows to somebody's
 * server: an image is fetched without a click, so of links and images only their words stay, and HTML goes. What the patterns do not catch
 * as a whole loses what makes it work: the brackets no longer meet, tags no longer begin, web addresses are defanged (`hxxps://`, as usual
 * among analysts).
 */
export function harmlessMarkdown(markdown: string): HarmlessText {
  let removed = 0;
  const without = (words: string): string => {
    removed++;
    return words;
  };
  const text = markdown
    .replace(/\r\n?/g, '\n')
    .replace(UNSEEN, '')
    .replace(LINK, (_whole, _image: string, words: string) => without(words))
    .replace(AUTOLINK, (whole) => without(whole.slice(1, -1)))
    .replace(TAG, () => without(''))
    .replace(/<(?=[a-z/!?])/gi, '< ')
    // A backslash before punctuation is not shown, and a link needs both brackets side by side.
    .replace(/\](?=[(:])/g, ']\\')
    .replace(/http(s?):(?=\/\/)/gi, 'hxxp$1:')
    .replace(/ftp(s?):(?=\/\/)/gi, 'fxp$1:')
    .replace(/(javascript|vbscript|data):(?=\S)/gi, '$1 :')
    .replace(/www\.(?=\w)/gi, 'www[.]');
  return { text, removed };
}
