/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-edit.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/* What is done to many cells of the table of institutions at once, worked out beforehand. Pure, any thread. */

/* A cell that cannot take what it should */
typedef struct
{
  guint row;      /* of the pasted block; position in the table when replacing */
  guint column;   /* of the table of institutions */
  char *text;
  char *message;
} KlasterCellProblem;

/**
 * KlasterTablePlan:
 * @edit: the edit, without the cells that cannot take what they should
 * @n_cells: how many cells change
 * @n_new: how many institutions are added
 * @new_ids: (element-type gint64): which
 * @problems: (element-type KlasterCellProblem): the first hundred cells that stay as they are
 * @n_problems: how many there are
 */
typedef struct
{
  KlasterEdit *edit;
  guint n_cells;
  guint n_new;
  GArray *new_ids;
  GPtrArray *problems;
  guint n_problems;
} KlasterTablePlan;

void              klaster_table_plan_free    (KlasterTablePlan  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterTablePlan, klaster_table_plan_free)

typedef enum
{
  KLASTER_FIND_WHOLE = 1 << 0, /* the whole cell, not a part of it */
  KLASTER_FIND_EXACT = 1 << 1, /* letter for letter; otherwise scripts, case and apostrophes are one */
} KlasterFindFlags;

/* What stands in a cell: what copying gives and finding looks at; (transfer full) */
char             *klaster_table_cell_text    (KlasterSnapshot   *snapshot,
                                              const KlasterRow  *row,
                                              guint              column,
                                              KlasterLanguage    language);
/* Cells of @ids as rows of text, a first row of names with @headers; (transfer full) */
GPtrArray        *klaster_table_copy         (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              const guint       *columns,
                                              guint              n_columns,
                                              gboolean           headers,
                                              KlasterLanguage    language);
/* Puts a block of cells onto the table from @row, @first_column of @columns on; rows past the end become institutions. */
KlasterTablePlan *klaster_table_plan_paste   (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              guint              row,
                                              const guint       *columns,
                                              guint              n_columns,
                                              guint              first_column,
                                              const GPtrArray   *cells,
                                              KlasterLanguage    language);
/* One text into one column of all of @ids: fill down, a single cell pasted onto a selection, "" to clear */
KlasterTablePlan *klaster_table_plan_fill    (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              guint              column,
                                              const char        *text,
                                              KlasterLanguage    language);
/* (transfer full) (nullable): @text with every occurrence of @find replaced, NULL when there is none */
char             *klaster_table_replace_text (const char        *text,
                                              const char        *find,
                                              const char        *replacement,
                                              KlasterFindFlags   flags);
KlasterTablePlan *klaster_table_plan_replace (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              const guint       *columns,
                                              guint              n_columns,
                                              const char        *find,
                                              const char        *replacement,
                                              KlasterFindFlags   flags,
                                              KlasterLanguage    language);
/* The next cell after the @start-th in reading order, round and round, -1: none; cells of a row follow each other */
gint64            klaster_table_find_next    (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              const guint       *columns,
                                              guint              n_columns,
                                              gint64             start,
                                              const char        *find,
                                              KlasterFindFlags   flags,
                                              KlasterLanguage    language,
                                              GCancellable      *cancellable);
guint             klaster_table_count        (KlasterSnapshot   *snapshot,
                                              const gint64      *ids,
                                              guint              n_ids,
                                              const guint       *columns,
                                              guint              n_columns,
                                              const char        *find,
                                              KlasterFindFlags   flags,
                                              KlasterLanguage    language,
                                              GCancellable      *cancellable);

G_END_DECLS
