/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KLASTER_FINDING_NOTE,    /* worth knowing: no seal, edited elsewhere, something of another program */
  KLASTER_FINDING_PROBLEM, /* something that should not be so */
} KlasterFindingLevel;

/**
 * KlasterFinding:
 * @level: how bad it is
 * @check: what was looked at: "seal", "integrity", "schema", "content", "geometry", "history", "attachments" (static)
 * @text: what was found, translated
 */
typedef struct
{
  KlasterFindingLevel level;
  const char *check;
  char *text;
} KlasterFinding;

/**
 * KlasterVerifyReport:
 * @findings: (element-type KlasterFinding): empty when all is well
 * @n_problems: of them problems
 * @n_rows: rows looked at
 * @n_edits: recorded edits that were taken back, one after the other, to the beginning
 */
typedef struct
{
  GPtrArray *findings;
  guint n_problems;
  guint n_rows;
  guint n_edits;
} KlasterVerifyReport;

KlasterVerifyReport *klaster_verify_file        (const char          *path,
                                                 GCancellable        *cancellable,
                                                 GError             **error);
void                 klaster_verify_report_free (KlasterVerifyReport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterVerifyReport, klaster_verify_report_free)

G_END_DECLS
