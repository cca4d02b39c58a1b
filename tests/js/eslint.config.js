// What the linter holds the drawn components to: the recommended rules, for modules that run in a browser.
// It is run from the root of the repository, so paths are those of the repository.

import js from '@eslint/js'
import globals from 'globals'

const rules = {
  ...js.configs.recommended.rules,
  'eqeqeq': ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
  'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML'].map((property) => ({ property }))],
}

export default [
  { files: ['assets/components/**/*.js'], languageOptions: { globals: globals.browser }, rules },
  { files: ['tests/js/*.js'], languageOptions: { globals: globals.nodeBuiltin }, rules },
]
