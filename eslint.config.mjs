import eslint from '@eslint/js';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';
import prettier from 'eslint-config-prettier';

export default defineConfig(
  globalIgnores([
    'dist',
    'coverage',
    'test-results',
    'node_modules',
    '.data',
    'test/corpus',
    'src/client/api.types.ts',
  ]),
  eslint.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Decorated properties need the annotation: it becomes design:type.
      '@typescript-eslint/no-inferrable-types': ['error', { ignoreProperties: true }],
      // DTOs and entities are classes only for their metadata; plain objects are fine.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
    },
  },
  {
    // A DTO imported as a type leaves no class in design:paramtypes, and the ValidationPipe then builds a Function.
    files: ['src/**/*.controller.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "ImportDeclaration[importKind='type'][source.value=/\\.dto\\.js$/]",
          message: 'Import DTO classes as values: a type import leaves no class for the ValidationPipe.',
        },
        {
          selector:
            "ImportDeclaration[source.value=/\\.dto\\.js$/] ImportSpecifier[importKind='type'][imported.name=/Dto$/]",
          message: 'Import DTO classes as values: a type import leaves no class for the ValidationPipe.',
        },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.mjs'],
    ignores: ['src/scripts/**', 'src/common/config/**', 'src/cli/environment.ts', 'src/**/*.spec.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only common/config reads the environment.' },
      ],
      'no-console': 'error',
    },
  },
  {
    files: ['**/*.mjs', '**/*.cjs'],
    languageOptions: {
      globals: {
        AbortSignal: 'readonly',
        Buffer: 'readonly',
        URL: 'readonly',
        clearTimeout: 'readonly',
        console: 'readonly',
        fetch: 'readonly',
        globalThis: 'readonly',
        performance: 'readonly',
        process: 'readonly',
        setTimeout: 'readonly',
      },
    },
  },
  {
    files: ['docs/examples/**/*.js'],
    languageOptions: {
      globals: {
        document: 'readonly',
        EventSource: 'readonly',
        fetch: 'readonly',
        FormData: 'readonly',
        XMLHttpRequest: 'readonly',
      },
    },
  },
  prettier,
);
