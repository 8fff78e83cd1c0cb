import fc from 'fast-check';
import { expect, it } from 'vitest';
import { refusal } from '../../test/refusal.ts';
import { parseLibsvmModel } from './libsvm.ts';

const head = [
  'svm_type epsilon_svr',
  'kernel_type rbf',
  'gamma 0.05',
  'nr_class 2',
  'total_sv 2',
  'rho -1.5e2',
  'SV',
];
const rows = ['-1024 1:0.5 3:-.25 ', '3e-5 2:1'];

function model(change: (lines: string[]) => string[] = lines => lines, lineEnd = '\n'): string {
  return `${change([...head, ...rows]).join(lineEnd)}${lineEnd}`;
}

function replacing(from: string, to: string): string {
  return model(lines => lines.map(line => line.replace(from, to)));
}

it.each(['\n', '\r\n'])('reads a model with features left out, lines ending in %j', lineEnd => {
  expect(
    parseLibsvmModel(model(lines => [...lines.slice(0, 6), 'probA 5.7', ...lines.slice(6)], lineEnd)),
  ).toEqual({
    svmType: 'epsilon_svr',
    kernel: 'rbf',
    gamma: 0.05,
    rho: -150,
    supportVectors: [Float64Array.of(0.5, 0, -0.25), Float64Array.of(0, 1, 0)],
    coefficients: Float64Array.of(-1024, 3e-5),
  });
});

it('makes vectors of the number of features that is given', async () => {
  expect(parseLibsvmModel(model(), { features: 5 }).supportVectors[1]).toEqual(
    Float64Array.of(0, 1, 0, 0, 0),
  );
  const name = 'folder/allmodel';
  expect(await refusal(() => parseLibsvmModel(model(), { name, features: 2 }))).toBe(
    '"folder/allmodel" has a feature 3 in support vector 1, more than 2.',
  );
});

it.each([
  ['nothing', '', 'is not a model of libsvm'],
  ['a web page', '<html>\nSV\n</html>', 'is not a model of libsvm'],
  ['no vectors', model(() => head.slice(0, 6)), 'is not a model of libsvm'],
  ['a classifier', replacing('epsilon_svr', 'c_svc'), 'of type "c_svc"'],
  ['another kernel', replacing('rbf', 'linear'), 'kernel "linear"'],
  ['no kernel', replacing('kernel_type rbf', ''), 'kernel "none"'],
  ['no gamma', replacing('gamma 0.05', 'gama 1'), '"" for the value of `gamma`'],
  ['a negative gamma', replacing('gamma 0.05', 'gamma -1'), 'not above 0'],
  ['two offsets', replacing('-1.5e2', '1 2'), '"1 2" for the value of `rho`'],
  ['an infinite offset', replacing('-1.5e2', '1e999'), 'not a finite number'],
  ['a row too few', model(lines => lines.slice(0, -1)), '1 support vectors where `total_sv` says 2'],
  ['a row too many', model(lines => [...lines, '1 1:1']), '3 support vectors'],
  ['a coefficient that is none', replacing('-1024', 'nan'), 'the coefficient of support vector 1'],
  ['a value that is none', replacing('3:-.25', '3:'), 'feature 3 of support vector 1'],
  ['an infinite value', replacing('3:-.25', '3:inf'), 'not a finite number'],
  ['an index of 0', replacing('1:0.5', '0:0.5'), '"0:0.5" in support vector 1'],
  ['a negative index', replacing('1:0.5', '-1:0.5'), 'not a rising index'],
  ['an index twice', replacing('3:-.25', '1:-.25'), 'not a rising index'],
  ['an index beyond all memory', replacing('3:-.25', '99999999:1'), 'not a rising index'],
  ['a feature without index', replacing('3:-.25', '-.25'), 'not a rising index'],
  ['a feature with two values', replacing('3:-.25', '3:1:2'), 'not a rising index'],
])('refuses a model with %s', async (_, text, why) => {
  expect(await refusal(() => parseLibsvmModel(text))).toContain(why);
});

it('refuses vectors beyond all memory, though each is short', async () => {
  const many = Array.from({ length: 100 }, () => '1 1048576:1');
  const text = [...head.map(line => line.replace('total_sv 2', 'total_sv 100')), ...many].join('\n');
  expect(await refusal(() => parseLibsvmModel(text))).toContain('too many');
});

it('refuses a number of a million digits at once', async () => {
  expect(await refusal(() => parseLibsvmModel(replacing('3e-5', `${'1'.repeat(1e6)}x`)))).toContain(
    'not a finite number',
  );
});

it('reads what it would write', () => {
  const value = fc.double({ noNaN: true, noDefaultInfinity: true });
  const vectors = fc.array(fc.tuple(value, fc.tuple(value, value, value)), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(vectors, value, (plan, rho) => {
      const lines = plan.map(
        ([coefficient, x]) => `${coefficient} ${x.map((v, at) => `${at + 1}:${v}`).join(' ')}`,
      );
      const text = [
        'svm_type nu_svr',
        'kernel_type rbf',
        'gamma 1',
        `total_sv ${plan.length}`,
        `rho ${rho}`,
        'SV',
        ...lines,
      ];
      const read = parseLibsvmModel(text.join('\n'));
      // Text has no negative zero.
      const plus = (v: number) => v + 0;
      expect(plus(read.rho)).toBe(plus(rho));
      expect([...read.coefficients].map(plus)).toEqual(plan.map(([coefficient]) => plus(coefficient)));
      expect(read.supportVectors.map(x => [...x].map(plus))).toEqual(plan.map(([, x]) => x.map(plus)));
    }),
  );
});
