/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "klaster-layout-types.h"
#include "klaster-opener.h"
#include "klaster-store.h"

G_BEGIN_DECLS

/* Shared by the files of KlasterProject: its object, its edits, its publishing. All of it on the project's thread. */

typedef enum
{
  KLASTER_PROJECT_EDIT,
  KLASTER_PROJECT_UNDO,
  KLASTER_PROJECT_REDO,
  KLASTER_PROJECT_VERSION,
  KLASTER_PROJECT_GO_BACK,
} KlasterProjectOperationKind;

typedef struct
{
  KlasterProjectOperationKind kind;
  GTask *task;                /* of the caller */
  KlasterEdit *edit;          /* KLASTER_PROJECT_EDIT */
  char *name;                 /* of a version; of the step to undo (nullable); of the entry to go back to */
  KlasterHistoryEntry *entry; /* from here on: once it was prepared */
  KlasterDelta *delta;
  KlasterSnapshot *after;
  gconstpointer prepared_for; /* the snapshot: only compared */
  guint generation;
} KlasterProjectOperation;

struct _KlasterProject
{
  GObject parent_instance;

  GMainContext *context;
  GFile *file;
  char *display_name;
  char *address; /* resolved path */
  char *uuid;
  char *author;
  char *warning;
  KlasterOpenFlags flags;
  gboolean read_only;
  gboolean closing;
  gboolean abandoned; /* what is not published goes with the working copy */
  gboolean closed;

  KlasterWorkingCopy *copy;
  KlasterStore *store;
  KlasterSnapshot *snapshot; /* with what is not on the disk yet */
  KlasterSnapshot *durable;  /* what the working copy holds */
  KlasterHistory *history;   /* of `snapshot` */
  guint n_durable;           /* entries of it that the working copy holds */

  /* Edits: waiting to be prepared → being prepared → being written. */
  GQueue waiting;
  KlasterProjectOperation *preparing;
  GQueue writing;
  guint generation; /* one more with every edit that could not be written */
  gint written_generation; /* the same, as the store's thread sees it */
  gboolean recovering; /* an edit failed; those behind it come back */
  gboolean held;       /* edits wait for what comes from the shared file */
  guint n_returned;    /* so many came back and wait first in line */
  GPtrArray *idle_tasks; /* GTask: answered when every edit is on the disk */
  GBytes *seen[KLASTER_N_LAYOUTS]; /* (nullable) (element-type KlasterLayoutPosition): pictures of the graph as last seen */
  GHashTable *recent; /* uuid → KlasterDelta of edits of this session */
  guint n_recent_changes;

  /* Publishing. */
  char *published; /* (nullable): head that the shared file has */
  KlasterFileState state;
  GHashTable *foreign_ids; /* (nullable): numbers that rows which another program added to the shared file have here */
  gboolean publishing;
  gboolean checking;
  gboolean diverged; /* nothing is published until it has another name */
  guint n_overtaken; /* publishings in a row before which somebody else was there */
  gint64 publish_duration;
  gint64 dirty_since; /* monotonic; 0: not */
  GSource *publish_source;
  GSource *poll_source;
  GFileMonitor *monitor;
  GError *save_error;
  GPtrArray *publish_requests; /* GTask: answered when everything that is there now is published */
  GTask *close_task;           /* waits for the publishing that goes on, and leaves the rest to the next start */
  GQueue save_as;              /* GTask: wait for the publishing that goes on */
  KlasterSaveState save_state;    /* as last notified, like these: */
  GError *notified_error;
  gboolean notified_busy;
};

/* klaster-project.c */
void klaster_project_set_warning         (KlasterProject      *self,
                                         const char          *warning);
void klaster_project_finish_closing      (KlasterProject      *self);
void klaster_project_update_state       (KlasterProject      *self); /* notifies what changed of the properties */
void klaster_project_set_address         (KlasterProject      *self,
                                         const char          *address);
void klaster_project_emit_changed       (KlasterProject      *self,
                                         KlasterDelta        *delta);
void klaster_project_emit_history_changed (KlasterProject    *self);
void klaster_project_emit_adopted       (KlasterProject      *self,
                                         guint                n_edits,
                                         const char          *author);

/* klaster-project-edit.c */
/* Returns when every edit that was taken is on the disk, or failed. */
void klaster_project_wait_idle_async    (KlasterProject      *self,
                                         GAsyncReadyCallback  callback,
                                         gpointer             user_data);
/* While the store brings over what others did, edits wait. */
void klaster_project_hold_edits         (KlasterProject      *self,
                                         gboolean             hold);

/* klaster-project-publish.c */
void klaster_project_start_publishing   (KlasterProject      *self); /* the timer, monitor and poll of a new project */
void klaster_project_stop_publishing    (KlasterProject      *self);
void klaster_project_schedule_publish   (KlasterProject      *self); /* there is something to publish */
void klaster_project_pump_publish       (KlasterProject      *self); /* something happened that it may have waited for */
gboolean klaster_project_is_dirty       (KlasterProject      *self);

void klaster_project_resume_publish     (KlasterProject      *self,  /* after looking at the shared file */
                                         gboolean             retry);

/* klaster-project-adopt.c */
void klaster_project_set_diverged       (KlasterProject      *self);
void klaster_project_set_foreign_ids    (KlasterProject      *self,
                                         GHashTable          *ids);

/* klaster-project-copy.c */
void klaster_project_start_copy         (KlasterProject      *self,
                                         GTask               *task); /* takes it */

G_END_DECLS
