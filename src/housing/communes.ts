import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type pg from 'pg';

/** The year of the official geographic code (COG) that version 6 of the package ships. */
export const COG_YEAR = 2026;

/** Shape of an INSEE commune code (COG), `france.md` §7.1; that it exists is checked against the table. */
export const COMMUNE_PATTERN = /^(?:(?:0[1-9]|[13-8]\d|2[1-9AB]|9[0-5])\d{3}|9(?:7[1-8]|8[46-8])\d{2})$/;

/** Of an input that takes one. */
export const COMMUNE = {
  max: 5,
  pattern: COMMUNE_PATTERN,
  format: { fr: 'code INSEE', en: 'INSEE code' },
  example: '93061',
} as const;

interface PackagedCommune {
  code: string;
  nom: string;
  type: string;
}

/** Communes in force, and the districts of Paris, Lyon and Marseille, which addresses use. */
const TYPES = new Set(['commune-actuelle', 'arrondissement-municipal']);
const LOAD_LOCK = 7_283_145_552;

/**
 * Loads the communes of this year, as the role that owns the schema. Those of an earlier year stay with their year, since
 * dwellings may refer to a commune that has merged since. A second run reads one row.
 */
export async function loadCommunes(owner: pg.ClientBase): Promise<void> {
  await owner.query('BEGIN');
  try {
    await owner.query('SELECT pg_advisory_xact_lock($1)', [LOAD_LOCK]);
    const loaded = await owner.query('SELECT 1 FROM communes WHERE cog_year >= $1 LIMIT 1', [COG_YEAR]);
    if (loaded.rowCount === 0) await insertCommunes(owner);
    await owner.query('COMMIT');
  } catch (error) {
    await owner.query('ROLLBACK');
    throw error;
  }
}

async function insertCommunes(owner: pg.ClientBase): Promise<void> {
  const file = createRequire(import.meta.url).resolve('@etalab/decoupage-administratif/data/communes.json');
  const packaged = JSON.parse(await readFile(file, 'utf8')) as PackagedCommune[];
  const communes = packaged.filter(({ type, code }) => TYPES.has(type) && COMMUNE_PATTERN.test(code));
  await owner.query(
    `INSERT INTO communes (code, name, cog_year) SELECT c.code, c.name, $3 FROM unnest($1::text[], $2::text[]) c (code, name)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, cog_year = excluded.cog_year`,
    [communes.map(({ code }) => code), communes.map(({ nom }) => nom), COG_YEAR],
  );
}
