/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "klaster-edit.h"
#include "klaster-layout-types.h"

G_BEGIN_DECLS

#define KLASTER_TYPE_PROJECT (klaster_project_get_type ())
G_DECLARE_FINAL_TYPE (KlasterProject, klaster_project, KLASTER, PROJECT, GObject)

#define KLASTER_PROJECT_ERROR (klaster_project_error_quark ())
GQuark klaster_project_error_quark (void);

typedef enum
{
  KLASTER_PROJECT_ERROR_MISSING,        /* no such file */
  KLASTER_PROJECT_ERROR_PERMISSION,     /* may not be read */
  KLASTER_PROJECT_ERROR_NOT_A_PROJECT,  /* something else: not SQLite, or not ours */
  KLASTER_PROJECT_ERROR_DAMAGED,        /* offer recovery */
  KLASTER_PROJECT_ERROR_HOSTILE,        /* took too long, too large, … */
  KLASTER_PROJECT_ERROR_NEWER,          /* written by a newer version in a way that can't even be read */
  KLASTER_PROJECT_ERROR_FULL,           /* no space for the working copy */
  KLASTER_PROJECT_ERROR_NOT_PUBLISHED,  /* done in the working copy, but the shared file could not be replaced */
  KLASTER_PROJECT_ERROR_NOTHING_TO_UNDO,
  KLASTER_PROJECT_ERROR_READ_ONLY,      /* a newer file, a read-only medium: content cannot be edited */
  KLASTER_PROJECT_ERROR_FAILED,
  KLASTER_PROJECT_ERROR_DIVERGED,       /* `save-error`: somebody else went on too; offer klaster_project_suggest_file() */
} KlasterProjectError;

/* The truth that the title shows. */
typedef enum
{
  KLASTER_SAVE_STATE_SAVED,       /* the shared file holds everything */
  KLASTER_SAVE_STATE_PENDING,     /* edits are on disk in the working copy, publishing follows in seconds */
  KLASTER_SAVE_STATE_PUBLISHING,
  KLASTER_SAVE_STATE_BLOCKED,     /* could not publish, `save-error` says why; trying again */
  KLASTER_SAVE_STATE_READ_ONLY,   /* nothing can be edited */
} KlasterSaveState;

/**
 * KlasterProject:
 *
 * The only door to a project file (STORAGE.md). Lives on the thread whose default main context created it; all signals
 * come there. SQLite is touched only by the project's own worker threads.
 *
 * Properties (read-only unless noted, all notify):
 *   file (GFile, nullable: a new project that has no name yet lies in the user's data folder and still has a file)
 *   display-name (string)      what the title shows: never a portal's path
 *   snapshot (boxed-like, use klaster_project_get_snapshot)
 *   save-state, save-error (GError boxed, nullable)
 *   can-undo, can-redo (boolean), undo-label, redo-label (string, nullable)
 *   author (string, read-write) default: the user's real name
 *   busy (boolean) while a long edit or publishing runs
 *   warning (string, nullable)  what opening noticed: edited elsewhere, repaired, newer
 *
 * Signals:
 *   ::changed (KlasterDelta *delta, nullable)  the snapshot is another one; %NULL: anything may have changed
 *   ::history-changed ()
 *   ::adopted (guint n_edits, const char *author, nullable)  what others saved to the file while it was open here has become
 *     part of the project; %NULL: another program, or several people
 */

typedef enum
{
  KLASTER_OPEN_DEFAULT = 0,
  KLASTER_OPEN_READ_ONLY = 1 << 0,   /* no working copy is kept, nothing can be edited (`info`, `export`, `verify`) */
  KLASTER_OPEN_NO_AUTOPUBLISH = 1 << 1, /* publish only on request and on closing (`klaster-cli`) */
  KLASTER_OPEN_LEAVE_DIVERGED = 1 << 2, /* open the shared file although a crash left work behind that it went another way from:
                                           for those who cannot ask what to do with it, which stays where it is */
} KlasterOpenFlags;

void            klaster_project_new_async      (GFile               *file,     /* (nullable): in the user's data folder */
                                                const char          *region,   /* (nullable) */
                                                GBytes              *content,  /* (nullable): an exported .json */
                                                KlasterOpenFlags     flags,
                                                const char          *author,   /* (nullable) */
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
KlasterProject *klaster_project_new_finish     (GAsyncResult        *result,
                                                GError             **error);
void            klaster_project_open_async     (GFile               *file,
                                                KlasterOpenFlags     flags,
                                                const char          *author,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
KlasterProject *klaster_project_open_finish    (GAsyncResult        *result,
                                                GError             **error);

GFile           *klaster_project_get_file         (KlasterProject *self);
const char      *klaster_project_get_display_name (KlasterProject *self);
const char      *klaster_project_get_uuid         (KlasterProject *self); /* the same in every copy */
KlasterSnapshot *klaster_project_get_snapshot     (KlasterProject *self); /* (transfer none): pending edits included */
KlasterSaveState klaster_project_get_save_state   (KlasterProject *self);
const GError    *klaster_project_get_save_error   (KlasterProject *self);
gboolean         klaster_project_get_can_undo     (KlasterProject *self);
gboolean         klaster_project_get_can_redo     (KlasterProject *self);
guint            klaster_project_get_n_undo       (KlasterProject *self);
guint            klaster_project_get_n_redo       (KlasterProject *self);
const char      *klaster_project_get_undo_label   (KlasterProject *self);
/* What undo would take back: uuid of the first edit of the step, that of the edit when it stands alone; (nullable) */
const char      *klaster_project_get_undo_step    (KlasterProject *self);
const char      *klaster_project_get_redo_label   (KlasterProject *self);
const char      *klaster_project_get_warning      (KlasterProject *self);
gboolean         klaster_project_is_read_only     (KlasterProject *self);
void             klaster_project_set_author       (KlasterProject *self,
                                                   const char     *author);

/* Takes the edit. Small ones are checked at once and show in the snapshot before this returns (::changed is emitted);
 * large ones are checked on a worker. The callback comes when the edit is durable in the working copy (or failed and was
 * taken back). Edits queue in order. finish returns the edit's uuid (transfer full). */
void            klaster_project_commit_async   (KlasterProject      *self,
                                                KlasterEdit         *edit,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
char           *klaster_project_commit_finish  (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
/* What a view of the graph shows: nothing is written, but the next edit that changes the graph takes it along. */
void            klaster_project_note_picture   (KlasterProject      *self,
                                                KlasterLayoutKind    kind,
                                                const KlasterLayoutPosition *positions,
                                                guint                n_positions);
void            klaster_project_undo_async     (KlasterProject      *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Only if @step is what would be undone now. */
void            klaster_project_undo_step_async (KlasterProject     *self,
                                                const char          *step,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
char           *klaster_project_undo_finish    (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
void            klaster_project_redo_async     (KlasterProject      *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
char           *klaster_project_redo_finish    (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* History, newest first: GPtrArray of KlasterHistoryEntry (klaster-history.h). With @table and @id: of one record. */
void            klaster_project_load_history_async  (KlasterProject      *self,
                                                     gint                 table, /* -1: all */
                                                     gint64               id,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
GPtrArray      *klaster_project_load_history_finish (KlasterProject      *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);
/* One edit that makes the content what it was after the entry @uuid; finish returns its own uuid (transfer full). */
void            klaster_project_go_back_async  (KlasterProject      *self,
                                                const char          *uuid,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
char           *klaster_project_go_back_finish (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
/* Ctrl+S: a named version in the history. */
void            klaster_project_name_version_async  (KlasterProject      *self,
                                                     const char          *name,
                                                     GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
char           *klaster_project_name_version_finish (KlasterProject      *self,
                                                     GAsyncResult        *result,
                                                     GError             **error);

/* Publishing: replaces the shared file now. */
void            klaster_project_publish_async  (KlasterProject      *self,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        klaster_project_publish_finish (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);
/* Save As: the project lives at @file from now on. */
void            klaster_project_save_as_async  (KlasterProject      *self,
                                                GFile               *file,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        klaster_project_save_as_finish (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);

typedef enum
{
  KLASTER_SHARE_WITHOUT_HISTORY = 1 << 0,
  KLASTER_SHARE_WITHOUT_ATTACHMENTS = 1 << 1,
} KlasterShareFlags;

void            klaster_project_share_copy_async  (KlasterProject      *self,
                                                   GFile               *file,
                                                   KlasterShareFlags    flags,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
gboolean        klaster_project_share_copy_finish (KlasterProject      *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

/* Attachments: bytes by SHA-256; the rows that refer to them are ordinary edits. They lie in the file: a contract of a few
 * megabytes is usual, a film is not. In bytes: */
#define KLASTER_MAX_BLOB_SIZE (256 * 1024 * 1024)

void            klaster_project_store_blob_async  (KlasterProject      *self,
                                                   GBytes              *bytes,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
char           *klaster_project_store_blob_finish (KlasterProject      *self, /* hexadecimal SHA-256 */
                                                   GAsyncResult        *result,
                                                   GError             **error);
void            klaster_project_load_blob_async   (KlasterProject      *self,
                                                   const char          *sha256,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
GBytes         *klaster_project_load_blob_finish  (KlasterProject      *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

/* Looks whether the shared file changed under us (window focus, monitor, every 15 s) and adopts it. */
void            klaster_project_check_file        (KlasterProject      *self);
GFile          *klaster_project_suggest_file      (KlasterProject      *self); /* a free name beside it */

/* Publishes what is left and gives the working copy up. After it the project only answers from its snapshot. With
 * @postpone the working copy stays and is published at the next start. */
void            klaster_project_close_async    (KlasterProject      *self,
                                                gboolean             postpone,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
/* Closes without publishing, and keeps nothing for the next start. */
void            klaster_project_abandon_async  (KlasterProject      *self,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);
gboolean        klaster_project_close_finish   (KlasterProject      *self,
                                                GAsyncResult        *result,
                                                GError             **error);

/* At the start: publishes what a crash, or closing with @postpone, left in working copies. finish returns the files (GFile)
 * whose work needs a person: opening them brings it up. */
void            klaster_project_publish_left_async  (GCancellable        *cancellable,
                                                     GAsyncReadyCallback  callback,
                                                     gpointer             user_data);
GPtrArray      *klaster_project_publish_left_finish (GAsyncResult        *result,
                                                     GError             **error);

G_END_DECLS
