import { dialog, shell } from 'electron';

/** Opens a web or mail address in the person's own programs, once they have seen where it leads. All other addresses are dropped. */
export async function openExternally(address: string): Promise<void> {
  const target = readTarget(address);
  if (!target) return;
  const { response } = await dialog.showMessageBox({
    type: 'question',
    message: `Open ${target.place}?`,
    detail: target.url.href,
    buttons: ['Open', 'Cancel'],
    defaultId: 1,
    cancelId: 1,
  });
  if (response === 0) await shell.openExternal(target.url.href);
}

/** The parsed address and what of it a person should look at. */
function readTarget(address: string): { readonly url: URL; readonly place: string } | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.protocol === 'https:') return { url, place: url.host };
  if (url.protocol === 'mailto:') return { url, place: `a mail to ${url.pathname}` };
  return undefined;
}
