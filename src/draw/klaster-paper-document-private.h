/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-paper-document.h"
#include "klaster-paper-writer.h"

G_BEGIN_DECLS

/* What the documents share while they are written, each in a file of its own. */

/* @text with a capital letter; (transfer full) */
char               *klaster_paper_capitalise   (const char                *text);
/* A value as it is printed, days in words; (transfer full) */
char               *klaster_paper_describe     (KlasterSnapshot           *snapshot,
                                                const KlasterRow          *row,
                                                guint                      column,
                                                KlasterLanguage            language);
/* The name of an institution that a column leads to; (transfer full) */
char               *klaster_paper_name_target  (KlasterSnapshot           *snapshot,
                                                const KlasterRow          *row,
                                                guint                      column,
                                                KlasterLanguage            language);

/* FALSE: cancelled, or *@error is set */
gboolean klaster_paper_write_members   (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);
gboolean klaster_paper_write_register  (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);
gboolean klaster_paper_write_timeline  (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);
gboolean klaster_paper_write_agreement (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);
gboolean klaster_paper_write_map       (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);
gboolean klaster_paper_write_passport  (KlasterPaperWriter        *writer,
                                        KlasterSnapshot           *snapshot,
                                        const KlasterPaperOptions *options,
                                        GCancellable              *cancellable,
                                        GError                   **error);

/* Symbols and names grow with the sheet, which is looked at from farther off. */
double   klaster_paper_map_get_text_scale (KlasterPaperSize        size);

/* The lists' groups and order; in klaster-paper-list.c */
typedef struct
{
  gint64 id;
  char *group_key; /* sorts the groups */
  char *group;     /* (nullable): its title */
  char *key;       /* sorts within a group */
  guint position;  /* in the order asked for */
} KlasterPaperEntry;

/* (element-type KlasterPaperEntry): rows of @table to print, in their order; (transfer full) */
GPtrArray *klaster_paper_list_entries  (KlasterSnapshot           *snapshot,
                                        KlasterTable               table,
                                        const KlasterPaperOptions *options);

G_END_DECLS
