import { GUIDES, titleOf } from './guides.js';

interface Parts {
  readonly title: string;
  /** Where its files lie. */
  readonly base: string;
  readonly styles: readonly string[];
  readonly scripts: readonly string[];
  readonly body: string;
}

/** A page whose styles and scripts are files of this server alone, as the content policy asks. */
export function page({ title, base, styles, scripts, body }: Parts): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
${styles.map((name) => `<link rel="stylesheet" href="${base}/${name}">`).join('\n')}
</head><body>${body}
${scripts.map((name) => `<script src="${base}/${name}"></script>`).join('\n')}
</body></html>
`;
}

/** The head that reference and guides share: from each to each. */
export function navigation(here: string): string {
  const links = [['/docs', 'Reference'], ...GUIDES.map((name) => [`/docs/guides/${name}`, titleOf(name)])] as const;
  const items = links.map(
    ([href, title]) => `<a href="${href}"${href === here ? ' aria-current="page"' : ''}>${title}</a>`,
  );
  return `<nav class="docs"><strong>Passerelle</strong> ${items.join(' ')}</nav>`;
}
