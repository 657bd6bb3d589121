import type { RouteContract } from '@aoc/contracts';
import type { MouseEvent } from 'react';
import { isSignInOn } from './api/access';
import { queryString } from './api/request-url';
import { ticketQuery } from './api/ticket';

/**
 * Has the browser download what a route answers at `href`, straight to disk.
 * @param tenant in the place of the one that the page is about
 * @throws what asking for a ticket throws
 */
export async function download(route: RouteContract, href: string, fileName = '', tenant?: string): Promise<void> {
  const query = queryString(await ticketQuery(route, tenant));
  const link = document.createElement('a');
  link.href = href.includes('?') ? href + query.replace('?', '&') : href + query;
  link.download = fileName;
  link.click();
}

/** Click on a download link: where people sign in it needs a ticket first, elsewhere the browser goes on by itself. */
export function onDownloadClick(route: RouteContract, onFailure: (error: Error) => void, fileName?: string) {
  return (event: MouseEvent<HTMLAnchorElement>): void => {
    if (!isSignInOn()) return;
    const href = event.currentTarget.getAttribute('href') ?? route.path;
    event.preventDefault();
    download(route, href, fileName).catch(onFailure);
  };
}
