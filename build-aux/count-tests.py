#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""count-tests.py BUILD_DIR…: adds up what `meson test` left in each build folder.

A test in TAP counts as its subtests; one that crashes, times out or does not finish counts as one failure more. Prints
what failed, the seeds and counts that seeded tests print, which tests take long, and in the last line `N passed, N failed`. Exits with 1 when
something failed or nothing ran."""
import json
import os
import re
import sys

SLOW = 30  # seconds

BAD = {'FAIL', 'ERROR', 'TIMEOUT', 'INTERRUPT', 'UNEXPECTEDPASS'}


def read_tap(output):
    """(passed, [descriptions of those that failed], skipped), or None where it is not TAP"""
    passed = skipped = 0
    failed = []
    plan = None
    for line in output.splitlines():
        match = re.match(r'(not )?ok\b\s*\d*\s*(?:-\s*)?(.*)', line)
        if match:
            if re.search(r'#\s*(SKIP|TODO)', match[2], re.IGNORECASE):
                skipped += 1
            elif match[1]:
                failed.append(match[2])
            else:
                passed += 1
        elif re.match(r'1\.\.\d+', line):
            plan = line
    return (passed, failed, skipped) if plan or passed or failed or skipped else None


def last_words(test):
    """What a test that did not finish said last: why an assertion, a sanitizer or GLib ended it, or else its last line."""
    lines = [line.strip() for line in ((test.get('stdout') or '') + '\n' + (test.get('stderr') or '')).splitlines() if line.strip()]
    ends = [line for line in lines if re.search(r'^Bail out!|ERROR: \w+Sanitizer|runtime error:|: Assertion .* failed', line)]
    remarks = [line for line in lines if re.search(r'-(ERROR|CRITICAL|WARNING) \*\*:', line)]
    return (ends[:1] or remarks[-1:] or lines[-1:] or [''])[0]


def count(log):
    passed = failed = skipped = 0
    problems, seeds, slow = [], [], []
    with open(log, encoding='utf-8') as lines:
        tests = [json.loads(line) for line in lines if line.strip()]
    for test in tests:
        name = test['name'].split(' / ')[-1]
        output = test.get('stdout') or ''
        seeds += [f'{name}: {line[1:].strip()}' for line in output.splitlines()
                  if line.startswith('#') and 'seed' in line and 'random seed: R' not in line]
        subtests = read_tap(output)
        if subtests is None:
            good, bad, left_out = (0, [], 1) if test['result'] == 'SKIP' else (1, [], 0)
        else:
            good, bad, left_out = subtests
        if test['result'] in BAD and not bad:
            bad = [f'({test["result"].lower()}) {last_words(test)}'.rstrip()]
            good -= subtests is None
        passed += good
        failed += len(bad)
        skipped += left_out
        problems += [f'{name}: {what}' for what in bad]
        if test.get('duration', 0) > SLOW:
            slow.append(f'{name}: {test["duration"]:.0f} s')
    return passed, failed, skipped, problems, seeds, slow


def main():
    passed = failed = 0
    for folder in sys.argv[1:]:
        logs = os.path.join(folder, 'meson-logs')
        bases = sorted(n[:-len('.json')] for n in os.listdir(logs) if n.startswith('testlog') and n.endswith('.json'))
        for base in bases:
            good, bad, left_out, problems, seeds, slow = count(os.path.join(logs, base + '.json'))
            label = f'{os.path.basename(os.path.normpath(folder))}{base[len("testlog"):]}'
            print(f'{label}: {good} passed, {bad} failed' + (f', {left_out} skipped' if left_out else ''))
            for line in seeds:
                print('  seeded:', line)
            for line in slow:
                print('  took long:', line)
            for line in problems:
                print('  FAILED:', line)
            passed += good
            failed += bad
    print(f'{passed} passed, {failed} failed')
    return 1 if failed or not passed else 0


if __name__ == '__main__':
    sys.exit(main())
