import { Controller, Get, Header, Inject, Param, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Public } from '../access/authentication.js';
import { CONFIG, type Config } from '../config.js';
import { Failure } from '../errors/failure.js';
import { navigation, page } from './docs-page.js';
import { guideHtml, isGuide, titleOf } from './guides.js';

const require = createRequire(import.meta.url);
const HTML = 'text/html; charset=utf-8';

/** Files of the pages, from installed packages: the pages work without internet, under the strict content policy. */
const DOCS: Record<string, () => string> = {
  'swagger-ui.css': () => beside(require.resolve('swagger-ui-dist/package.json'), 'swagger-ui.css'),
  'swagger-ui-bundle.js': () => beside(require.resolve('swagger-ui-dist/package.json'), 'swagger-ui-bundle.js'),
  'docs-start.js': () => fileURLToPath(new URL('docs-start.js', import.meta.url)),
  'docs.css': () => fileURLToPath(new URL('docs.css', import.meta.url)),
};
const GRAPHIQL: Record<string, () => string> = {
  'graphiql.min.css': () => beside(require.resolve('graphiql/package.json'), 'graphiql.min.css'),
  'graphiql.min.js': () => beside(require.resolve('graphiql/package.json'), 'graphiql.min.js'),
  'react.js': () => beside(require.resolve('react/package.json'), 'umd/react.production.min.js'),
  'react-dom.js': () => beside(require.resolve('react-dom/package.json'), 'umd/react-dom.production.min.js'),
  'graphiql-start.js': () => fileURLToPath(new URL('graphiql-start.js', import.meta.url)),
  'graphiql-page.css': () => fileURLToPath(new URL('graphiql-page.css', import.meta.url)),
};

function beside(manifest: string, file: string): string {
  return path.join(path.dirname(manifest), file);
}

const REFERENCE = page({
  title: 'Passerelle – API reference',
  base: '/docs',
  styles: ['swagger-ui.css', 'docs.css'],
  scripts: ['swagger-ui-bundle.js', 'docs-start.js'],
  body: `${navigation('/docs')}<div id="reference"></div>`,
});
const EXPLORER = page({
  title: 'Passerelle – GraphiQL',
  base: '/graphiql',
  styles: ['graphiql.min.css', 'graphiql-page.css'],
  scripts: ['react.js', 'react-dom.js', 'graphiql.min.js', 'graphiql-start.js'],
  body: '<div id="graphiql"></div>',
});

/** Reference and guides of the API in a browser, and GraphiQL where it is wanted and installed (it is a development dependency). */
@Public()
@Controller()
export class DocsController {
  constructor(@Inject(CONFIG) private readonly config: Config) {}

  @Get('docs')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', 'public, max-age=300')
  reference(): string {
    return REFERENCE;
  }

  @Get('docs/guides/:name')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', 'public, max-age=300')
  guide(@Param('name') name: string): string {
    if (!isGuide(name)) throw new Failure('not_found');
    return page({
      title: `Passerelle – ${titleOf(name)}`,
      base: '/docs',
      styles: ['docs.css'],
      scripts: [],
      body: `${navigation(`/docs/guides/${name}`)}<main class="guide">${guideHtml(name, this.config.PASSERELLE_PUBLIC_URL)}</main>`,
    });
  }

  @Get('docs/:file')
  referenceFile(@Param('file') file: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    return asset(DOCS, file, reply);
  }

  @Get('graphiql')
  @Header('Content-Type', HTML)
  @Header('Cache-Control', 'no-store')
  explorer(): string {
    this.wanted();
    return EXPLORER;
  }

  @Get('graphiql/:file')
  explorerFile(@Param('file') file: string, @Res({ passthrough: true }) reply: FastifyReply): Buffer {
    this.wanted();
    return asset(GRAPHIQL, file, reply);
  }

  private wanted(): void {
    if (!this.config.PASSERELLE_GRAPHIQL) throw new Failure('not_found');
  }
}

const read = new Map<string, Buffer>();

function asset(files: Record<string, () => string>, name: string, reply: FastifyReply): Buffer {
  const place = Object.hasOwn(files, name) ? files[name]! : undefined;
  if (!place) throw new Failure('not_found');
  const bytes = read.get(name) ?? load(place);
  read.set(name, bytes);
  reply.headers({
    'Content-Type': `text/${name.endsWith('.css') ? 'css' : 'javascript'}; charset=utf-8`,
    'Cache-Control': 'public, max-age=3600',
  });
  return bytes;
}

function load(place: () => string): Buffer {
  try {
    return readFileSync(place());
  } catch {
    throw new Failure('not_found');
  }
}
