/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"
#include "klaster-language.h"

G_BEGIN_DECLS

/**
 * KlasterTemplate:
 * @snapshot: the content that the row belongs to: the program's own or the project's
 * @row: a row of template or of template_obligation
 * @builtin: it comes with the program and is not part of the project
 *
 * What new agreements and obligations begin with (docs/TEMPLATES.md). Texts in four languages are read with
 * klaster_row_get_name(), from the first of four columns: KLASTER_TEMPLATE_NAME_UZ, …_TITLE_UZ, …_BODY_UZ, …
 */
typedef struct
{
  KlasterSnapshot *snapshot;
  KlasterRow *row;
  gboolean builtin;
} KlasterTemplate;

void             klaster_template_free             (KlasterTemplate       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterTemplate, klaster_template_free)

/* The templates that come with the program, as content; (transfer none), lives for ever. Any thread. */
KlasterSnapshot *klaster_template_get_builtin      (void);
/* (transfer full) (element-type KlasterTemplate): for agreements of @kind (NULL: of any), those of the project first */
GPtrArray       *klaster_template_list             (KlasterSnapshot       *project,
                                                    const char            *kind);
/* The one for an agreement: of its kind, the project's own before the built-in one; (transfer full) (nullable) */
KlasterTemplate *klaster_template_find             (KlasterSnapshot       *project,
                                                    const char            *kind);
/* The one for the text of an agreement: what it took over tells which; (transfer full) (nullable) */
KlasterTemplate *klaster_template_find_for         (KlasterSnapshot       *snapshot,
                                                    const KlasterRow      *agreement,
                                                    const char            *date);
KlasterTemplate *klaster_template_lookup           (KlasterSnapshot       *project,
                                                    gint64                 id);
/* (transfer full) (element-type KlasterRow): rows of template_clause, in the order of the six clauses */
GPtrArray       *klaster_template_list_clauses     (const KlasterTemplate *self);
/* (transfer full) (element-type KlasterRow): rows of template_obligation */
GPtrArray       *klaster_template_list_obligations (const KlasterTemplate *self);
/* (transfer full) (element-type KlasterTemplate): obligations that may be added to any agreement, each text once */
GPtrArray       *klaster_template_list_all_obligations (KlasterSnapshot   *project);
/* A copy in the project that the user can change: of a built-in one it stands in for it; (transfer full) */
KlasterEdit     *klaster_template_edit_copy        (const KlasterTemplate *self,
                                                    gint64                *id);

/* What was taken over from a template, in another of its languages; NULL when somebody has changed it */
const char      *klaster_template_translate        (const KlasterRow      *row,
                                                    guint                  first_column,
                                                    const char            *text,
                                                    KlasterLanguage        language);
char            *klaster_template_translate_title  (const KlasterTemplate *self,
                                                    KlasterSnapshot       *snapshot,
                                                    const KlasterRow      *agreement,
                                                    const char            *date,
                                                    KlasterLanguage        language);

/* A text with the placeholders filled in that stand in the middle of text; those that are blocks stay, for who lays the
 * paper out (klaster_template_is_block()). (transfer full) @date: today */
char            *klaster_template_fill             (const char            *text,
                                                    KlasterSnapshot       *snapshot,
                                                    const KlasterRow      *agreement,
                                                    const char            *date,
                                                    KlasterLanguage        language);
/* Whether a paragraph is nothing but one of the blocks; @name (out) (transfer none): "clauses" … */
gboolean         klaster_template_is_block         (const char            *paragraph,
                                                    const char           **name);

G_END_DECLS
