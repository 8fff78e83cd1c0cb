const paths = {
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  all: 'M3 7V3h4M17 7V3h-4M3 13v4h4M17 13v4h-4',
  left: 'M12.5 4.5 7 10l5.5 5.5',
  right: 'M7.5 4.5 13 10l-5.5 5.5',
  check: 'M4 10.5l4 4 8-9',
  close: 'M5 5l10 10M15 5 5 15',
  compare: 'M3 4h6v12H3zM11 4h6v12h-6z',
  swap: 'M4 7h11l-3-3M16 13H5l3 3',
  sun: 'M10 6.5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM10 1.5v2M10 16.5v2M1.5 10h2M16.5 10h2M4 4l1.4 1.4M14.6 14.6 16 16M4 16l1.4-1.4M14.6 5.4 16 4',
  moon: 'M16.5 12A7 7 0 1 1 8 3.5a5.6 5.6 0 0 0 8.5 8.5z',
  help: 'M7.3 7.4a2.8 2.8 0 1 1 4 2.6c-.9.4-1.3 1-1.3 2M10 15.2v.1',
  list: 'M3 4h6v5H3zM11 4h6v5h-6zM3 11h6v5H3zM11 11h6v5h-6z',
  save: 'M10 3v9m0 0 3.5-3.5M10 12 6.5 8.5M3.5 16.5h13',
  star: 'M10 3l2.1 4.5 4.9.6-3.6 3.4.9 4.9-4.3-2.4-4.3 2.4.9-4.9L3 8.1l4.9-.6z',
} as const;

/** What drawings there are. */
export type IconName = keyof typeof paths;

/** A small drawing in the colour of the text; the button around it has the name. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="18" height="18" aria-hidden="true">
      <path d={paths[name]} />
    </svg>
  );
}
