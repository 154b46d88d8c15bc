import tseslint from 'typescript-eslint';

const CLOCK = 'The clock is asked in src/platform/clock.ts alone: use clock.now(), clock.today().';
const ENVIRONMENT = 'The environment is read in src/platform/config.ts alone: use the configuration.';

const clockRules = [
  { selector: "NewExpression[callee.name='Date']", message: CLOCK },
  { selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']", message: CLOCK },
  { selector: "MemberExpression[object.name='Temporal'][property.name='Now']", message: CLOCK },
];
const environmentRules = [
  { selector: "MemberExpression[object.name='process'][property.name='env']", message: ENVIRONMENT },
];
const testRules = [
  {
    selector: 'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
    message: 'A test runs, or it goes.',
  },
];

export default tseslint.config(
  { ignores: ['dist/', '.data*/', 'coverage/', 'bench/results/'] },
  {
    files: ['**/*.ts'],
    plugins: { '@typescript-eslint': tseslint.plugin },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { inheritedMethods: false } }],
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/return-await': ['error', 'error-handling-correctness-only'],
      '@typescript-eslint/ban-ts-comment': 'error',
      '@typescript-eslint/no-unused-expressions': 'error',
      complexity: ['error', { max: 12, variant: 'modified' }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'max-lines': ['error', 250],
      'no-console': 'error',
      'no-control-regex': 'error',
      'no-empty': 'error',
      'no-var': 'error',
      'prefer-const': 'error',
      'no-restricted-syntax': ['error', ...clockRules, ...environmentRules, ...testRules],
    },
  },
  { files: ['src/platform/clock.ts'], rules: { 'no-restricted-syntax': ['error', ...environmentRules] } },
  { files: ['src/platform/config.ts'], rules: { 'no-restricted-syntax': ['error', ...clockRules] } },
  {
    files: ['src/main.ts', 'src/worker.ts', 'src/migrate.ts', 'src/contract.ts', 'src/**/*-command.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    // Measuring and testing look at the real clock and at the machine; what they prove is longer than what they prove it of.
    files: ['bench/**/*.ts', 'test/**/*.ts', '**/*.spec.ts'],
    rules: { 'no-console': 'off', 'no-restricted-syntax': ['error', ...testRules], 'max-lines': ['error', 550] },
  },
);
