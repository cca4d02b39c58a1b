// What the linter holds the drawn components to: the recommended rules, for modules that run in a browser.

import js from '@eslint/js'
import globals from 'globals'

const rules = {
  ...js.configs.recommended.rules,
  'eqeqeq': 'error',
  'no-var': 'error',
  'prefer-const': 'error',
  'no-restricted-properties': ['error', ...['innerHTML', 'outerHTML'].map((property) => ({ property }))],
}

export default [
  { ignores: ['node_modules/'] },
  { files: ['**/assets/components/**/*.js'], languageOptions: { globals: globals.browser }, rules },
  { files: ['*.js'], languageOptions: { globals: globals.nodeBuiltin }, rules },
]
