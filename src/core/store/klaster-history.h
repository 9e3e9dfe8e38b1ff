/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-edit.h"

G_BEGIN_DECLS

/**
 * KlasterHistoryEntry:
 * @uuid: of this entry; the newest one's is the head of the project
 * @parent: (nullable): uuid of the entry before it; %NULL for the first
 * @kind: "new", "edit", "import", "undo", "redo", "version", "adopt", "repair", "base" (what a compact copy begins with)
 * @target: (nullable): of an undo or redo: the step that it takes back or brings again
 * @step: uuid of the first entry of the undo step that this one belongs to; its own when it stands alone
 * @time: milliseconds since 1970, UTC; later than that of every entry before
 * @author: who did it
 * @label: as people read it
 * @schema: version of the tables that it was recorded with
 * @summary: JSON, {"institution":{"inserted":1,"updated":0,"deleted":0}}
 * @n_inserted: rows inserted, in all tables
 * @n_updated: rows updated
 * @n_deleted: rows deleted
 * @recorded: whether it holds a changeset; all but "new" can be undone then
 * @undone: whether the step has been taken back; only in what klaster_project_load_history_finish() returns
 * @can_go_back: whether the project was another then and can be made what it was after this entry; as @undone
 * @details: (nullable): only in the history of one record: what it changed there, array of #KlasterHistoryDetail
 *
 * One entry of a project's history. The history only grows: undo and redo are entries of their own.
 */
typedef struct
{
  char *uuid;
  char *parent;
  char *kind;
  char *target;
  char *step;
  char *merge_key; /* not in the file: only edits of one visit are joined */
  gint64 time;
  char *author;
  char *label;
  guint schema;
  char *summary;
  guint n_inserted;
  guint n_updated;
  guint n_deleted;
  gboolean recorded;
  gboolean undone;
  gboolean can_go_back;
  GPtrArray *details;
} KlasterHistoryEntry;

/**
 * KlasterHistoryDetail:
 * @column: the column
 * @before: (nullable): the old value as text, %NULL when there was none
 * @after: (nullable): the new value
 */
typedef struct
{
  guint column;
  char *before;
  char *after;
} KlasterHistoryDetail;

KlasterHistoryEntry *klaster_history_entry_new  (const char *kind,
                                                 const char *label,
                                                 const char *author);
KlasterHistoryEntry *klaster_history_entry_copy (const KlasterHistoryEntry *self);
KlasterHistoryEntry *klaster_history_entry_ref  (KlasterHistoryEntry *self);
void                 klaster_history_entry_unref (KlasterHistoryEntry *self);
gboolean             klaster_history_entry_has_content (const KlasterHistoryEntry *self); /* changes rows: an edit of any kind */
gboolean             klaster_history_entry_is_start (const KlasterHistoryEntry *self); /* nothing before it can be reached */
void                 klaster_history_entry_set_summary (KlasterHistoryEntry *self,
                                                 const KlasterDelta  *delta);
/* Reads the counts back; FALSE: not a summary */
gboolean             klaster_history_entry_parse_summary (KlasterHistoryEntry *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterHistoryEntry, klaster_history_entry_unref)

/**
 * KlasterHistory:
 *
 * The entries of a project in order, and what follows from them: the steps that can be undone and redone. One thread.
 */
typedef struct _KlasterHistory KlasterHistory;

KlasterHistory      *klaster_history_new        (void);
void                 klaster_history_free       (KlasterHistory      *self);
/* Takes the entry; sets its parent, and its time when that is not later than the last */
void                 klaster_history_append     (KlasterHistory      *self,
                                                 KlasterHistoryEntry *entry);
/* Takes entries away that could not be written: only the newest @n_entries stay known */
void                 klaster_history_truncate   (KlasterHistory      *self,
                                                 guint                n_entries);
guint                klaster_history_get_n      (KlasterHistory      *self);
KlasterHistoryEntry *klaster_history_get        (KlasterHistory      *self, /* (transfer none) */
                                                 guint                position);
KlasterHistoryEntry *klaster_history_get_head   (KlasterHistory      *self);
/* Position of the entry, -1 when there is none */
gint                 klaster_history_find       (KlasterHistory      *self,
                                                 const char          *uuid);
/* (nullable) (transfer none): the step that undo or redo would touch: its first entry */
KlasterHistoryEntry *klaster_history_get_undo   (KlasterHistory      *self);
KlasterHistoryEntry *klaster_history_get_redo   (KlasterHistory      *self);
guint                klaster_history_get_n_undo (KlasterHistory      *self);
guint                klaster_history_get_n_redo (KlasterHistory      *self);
/* (transfer container): the entries whose changes have to be taken back, newest first, to undo or redo that step */
GPtrArray           *klaster_history_list_undo  (KlasterHistory      *self);
GPtrArray           *klaster_history_list_redo  (KlasterHistory      *self);
/* (transfer container) (nullable): the entries whose changes have to be taken back, newest first, to come back to what was
 * there after the entry at @position; NULL when one of them was not recorded */
GPtrArray           *klaster_history_list_since (KlasterHistory      *self,
                                                 guint                position);
/* Whether that step is undone now */
gboolean             klaster_history_is_undone  (KlasterHistory      *self,
                                                 const char          *step);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KlasterHistory, klaster_history_free)

G_END_DECLS
