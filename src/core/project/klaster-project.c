/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-project-private.h"
#include "klaster-worker.h"

typedef enum
{
  PROP_FILE = 1,
  PROP_DISPLAY_NAME,
  PROP_SNAPSHOT,
  PROP_SAVE_STATE,
  PROP_SAVE_ERROR,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  PROP_UNDO_LABEL,
  PROP_REDO_LABEL,
  PROP_AUTHOR,
  PROP_BUSY,
  PROP_WARNING,
  N_PROPERTIES
} KlasterProjectProperty;

enum
{
  CHANGED,
  HISTORY_CHANGED,
  ADOPTED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterProject, klaster_project, G_TYPE_OBJECT)
G_DEFINE_QUARK (klaster-project-error-quark, klaster_project_error)

static gboolean
is_busy (KlasterProject *self)
{
  return self->preparing || self->publishing;
}

static KlasterSaveState
find_save_state (KlasterProject *self)
{
  if (self->read_only)
    return KLASTER_SAVE_STATE_READ_ONLY;
  if (self->publishing)
    return KLASTER_SAVE_STATE_PUBLISHING;
  if (self->save_error)
    return KLASTER_SAVE_STATE_BLOCKED;

  return klaster_project_is_dirty (self) ? KLASTER_SAVE_STATE_PENDING : KLASTER_SAVE_STATE_SAVED;
}

static gboolean
same_error (const GError *a,
            const GError *b)
{
  return a && b ? g_error_matches (a, b->domain, b->code) && strcmp (a->message, b->message) == 0 : a == b;
}

void
klaster_project_update_state (KlasterProject *self)
{
  KlasterSaveState state = find_save_state (self);

  g_object_freeze_notify (G_OBJECT (self));
  if (state != self->save_state)
    {
      self->save_state = state;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_STATE]);
    }
  if (!same_error (self->notified_error, self->save_error))
    {
      g_clear_error (&self->notified_error);
      self->notified_error = self->save_error ? g_error_copy (self->save_error) : NULL;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
    }
  if (self->notified_busy != is_busy (self))
    {
      self->notified_busy = is_busy (self);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
    }
  g_object_thaw_notify (G_OBJECT (self));
}

void
klaster_project_emit_changed (KlasterProject *self,
                              KlasterDelta   *delta)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SNAPSHOT]);
  g_signal_emit (self, signals[CHANGED], 0, delta);
}

void
klaster_project_emit_history_changed (KlasterProject *self)
{
  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_UNDO_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REDO_LABEL]);
  g_object_thaw_notify (G_OBJECT (self));
  g_signal_emit (self, signals[HISTORY_CHANGED], 0);
}

void
klaster_project_emit_adopted (KlasterProject *self,
                              guint           n_edits,
                              const char     *author)
{
  g_signal_emit (self, signals[ADOPTED], 0, n_edits, author);
}

static void
klaster_project_get_property (GObject    *object,
                              guint       property_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  KlasterProject *self = KLASTER_PROJECT (object);

  switch ((KlasterProjectProperty) property_id)
    {
    case PROP_FILE:
      g_value_set_object (value, self->file);
      break;
    case PROP_DISPLAY_NAME:
      g_value_set_string (value, self->display_name);
      break;
    case PROP_SNAPSHOT:
      g_value_set_pointer (value, self->snapshot);
      break;
    case PROP_SAVE_STATE:
      g_value_set_uint (value, self->save_state);
      break;
    case PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    case PROP_CAN_UNDO:
      g_value_set_boolean (value, klaster_project_get_can_undo (self));
      break;
    case PROP_CAN_REDO:
      g_value_set_boolean (value, klaster_project_get_can_redo (self));
      break;
    case PROP_UNDO_LABEL:
      g_value_set_string (value, klaster_project_get_undo_label (self));
      break;
    case PROP_REDO_LABEL:
      g_value_set_string (value, klaster_project_get_redo_label (self));
      break;
    case PROP_AUTHOR:
      g_value_set_string (value, self->author);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, is_busy (self));
      break;
    case PROP_WARNING:
      g_value_set_string (value, self->warning);
      break;
    case N_PROPERTIES:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
      break;
    }
}

static void
klaster_project_set_property (GObject      *object,
                              guint         property_id,
                              const GValue *value,
                              GParamSpec   *pspec)
{
  KlasterProject *self = KLASTER_PROJECT (object);

  if (property_id == PROP_AUTHOR)
    klaster_project_set_author (self, g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
}

/* Let go without closing: what is on its way is still written, and the next start finds it. */
static void
klaster_project_dispose (GObject *object)
{
  KlasterProject *self = KLASTER_PROJECT (object);

  klaster_project_stop_publishing (self);
  g_clear_pointer (&self->store, klaster_store_stop);
  if (self->copy && !klaster_project_is_dirty (self))
    klaster_working_copy_discard (g_steal_pointer (&self->copy));
  g_clear_pointer (&self->copy, klaster_working_copy_free);

  G_OBJECT_CLASS (klaster_project_parent_class)->dispose (object);
}

static void
klaster_project_finalize (GObject *object)
{
  KlasterProject *self = KLASTER_PROJECT (object);

  g_clear_object (&self->file);
  g_free (self->display_name);
  g_free (self->address);
  g_free (self->uuid);
  g_free (self->author);
  g_free (self->warning);
  g_free (self->published);
  g_clear_pointer (&self->foreign_ids, g_hash_table_unref);
  g_clear_pointer (&self->snapshot, klaster_snapshot_unref);
  g_clear_pointer (&self->durable, klaster_snapshot_unref);
  g_clear_pointer (&self->history, klaster_history_free);
  g_clear_pointer (&self->recent, g_hash_table_unref);
  for (guint i = 0; i < KLASTER_N_LAYOUTS; i++)
    g_clear_pointer (&self->seen[i], g_bytes_unref);
  g_clear_pointer (&self->publish_requests, g_ptr_array_unref);
  g_clear_pointer (&self->idle_tasks, g_ptr_array_unref);
  g_clear_error (&self->save_error);
  g_clear_error (&self->notified_error);
  g_main_context_unref (self->context);

  G_OBJECT_CLASS (klaster_project_parent_class)->finalize (object);
}

static void
klaster_project_class_init (KlasterProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = klaster_project_get_property;
  object_class->set_property = klaster_project_set_property;
  object_class->dispose = klaster_project_dispose;
  object_class->finalize = klaster_project_finalize;

  properties[PROP_FILE] = g_param_spec_object ("file", NULL, NULL, G_TYPE_FILE, readable);
  properties[PROP_DISPLAY_NAME] = g_param_spec_string ("display-name", NULL, NULL, NULL, readable);
  properties[PROP_SNAPSHOT] = g_param_spec_pointer ("snapshot", NULL, NULL, readable);
  properties[PROP_SAVE_STATE] = g_param_spec_uint ("save-state", NULL, NULL, 0, KLASTER_SAVE_STATE_READ_ONLY, 0, readable);
  properties[PROP_SAVE_ERROR] = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR, readable);
  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE, readable);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE, readable);
  properties[PROP_UNDO_LABEL] = g_param_spec_string ("undo-label", NULL, NULL, NULL, readable);
  properties[PROP_REDO_LABEL] = g_param_spec_string ("redo-label", NULL, NULL, NULL, readable);
  properties[PROP_AUTHOR] = g_param_spec_string ("author", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, readable);
  properties[PROP_WARNING] = g_param_spec_string ("warning", NULL, NULL, NULL, readable);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[CHANGED] = g_signal_new ("changed", KLASTER_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[ADOPTED] = g_signal_new ("adopted", KLASTER_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRING);
  signals[HISTORY_CHANGED] = g_signal_new ("history-changed", KLASTER_TYPE_PROJECT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 0);
}

static void
klaster_project_init (KlasterProject *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->recent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) klaster_delta_unref);
  self->publish_requests = g_ptr_array_new_with_free_func (g_object_unref);
  self->idle_tasks = g_ptr_array_new_with_free_func (g_object_unref);
}

static const char *
get_default_author (void)
{
  const char *name = g_get_real_name ();

  return name && *name && strcmp (name, "Unknown") != 0 ? name : g_get_user_name ();
}

/**
 * klaster_project_set_address:
 * @self: a project
 * @address: resolved path of its shared file
 *
 * Gives the project its file and the name that people see.
 */
void
klaster_project_set_address (KlasterProject *self,
                             const char     *address)
{
  g_autofree char *name = g_filename_display_basename (address);

  g_free (self->address);
  self->address = g_strdup (address);
  g_clear_object (&self->file);
  self->file = g_file_new_for_path (address);
  g_free (self->display_name);
  self->display_name = g_str_has_suffix (name, ".klaster") ? g_strndup (name, strlen (name) - strlen (".klaster"))
                                                           : g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FILE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DISPLAY_NAME]);
}

typedef struct
{
  char *path;
  char *region;
  GBytes *content;
  char *author;
  KlasterOpenFlags flags;
} OpenRequest;

static void
open_request_free (gpointer data)
{
  OpenRequest *request = data;

  g_free (request->path);
  g_free (request->region);
  g_clear_pointer (&request->content, g_bytes_unref);
  g_free (request->author);
  g_free (request);
}

static KlasterProject *
create_project (KlasterOpened *opened,
                OpenRequest   *request)
{
  KlasterProject *self = g_object_new (KLASTER_TYPE_PROJECT, NULL);

  self->flags = request->flags;
  self->author = g_strdup (request->author);
  self->uuid = g_steal_pointer (&opened->uuid);
  self->copy = g_steal_pointer (&opened->copy);
  self->history = g_steal_pointer (&opened->history);
  self->n_durable = klaster_history_get_n (self->history);
  self->snapshot = klaster_snapshot_ref (opened->snapshot);
  self->durable = g_steal_pointer (&opened->snapshot);
  self->published = g_steal_pointer (&opened->published);
  self->state = opened->state;
  klaster_project_set_foreign_ids (self, opened->foreign_ids);
  self->warning = g_steal_pointer (&opened->warning);
  self->read_only = opened->read_only;
  self->store = klaster_store_new (klaster_working_copy_get_database (self->copy));
  klaster_project_set_address (self, opened->address);
  if (opened->diverged)
    klaster_project_set_diverged (self);
  klaster_project_start_publishing (self);
  klaster_project_update_state (self);

  return self;
}

static void
open_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  OpenRequest *request = task_data;
  GError *error = NULL;
  KlasterOpened *opened = g_task_get_source_tag (task) == klaster_project_open_async
                            ? klaster_opener_open (request->path, request->flags, request->author, cancellable,
                                                   &error)
                            : klaster_opener_new (request->path, request->region, request->content, request->author,
                                                  cancellable, &error);

  if (opened)
    g_task_return_pointer (task, opened, (GDestroyNotify) klaster_opened_free);
  else
    g_task_return_error (task, error);
}

static void
start_opening (GFile               *file,
               const char          *region,
               GBytes              *content,
               KlasterOpenFlags     flags,
               const char          *author,
               gpointer             source_tag,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  OpenRequest *request = g_new0 (OpenRequest, 1);

  g_task_set_source_tag (task, source_tag);
  request->path = file ? g_file_get_path (file) : NULL;
  request->region = g_strdup (region);
  request->content = content ? g_bytes_ref (content) : NULL;
  request->author = g_strdup (author && *author ? author : get_default_author ());
  request->flags = flags;
  g_task_set_task_data (task, request, open_request_free);
  if (file && request->path == NULL)
    g_task_return_new_error (task, KLASTER_PROJECT_ERROR, KLASTER_PROJECT_ERROR_FAILED,
                             _("This place cannot be used: copy the file to a folder first."));
  else
    klaster_worker_run_task (task, open_thread);
}

static KlasterProject *
finish_opening (GAsyncResult  *result,
                GError       **error)
{
  g_autoptr (KlasterOpened) opened = g_task_propagate_pointer (G_TASK (result), error);

  return opened ? create_project (opened, g_task_get_task_data (G_TASK (result))) : NULL;
}

/**
 * klaster_project_new_async:
 * @file: (nullable): where the project goes, must not exist; %NULL: a new name in the user's data folder
 * @region: (nullable): its region
 * @content: (nullable): an exported .json that it starts with
 * @flags: see #KlasterOpenFlags
 * @author: (nullable): who makes it; %NULL: the user's real name
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is published
 * @user_data: for @callback
 */
void
klaster_project_new_async (GFile               *file,
                           const char          *region,
                           GBytes              *content,
                           KlasterOpenFlags     flags,
                           const char          *author,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  start_opening (file, region, content, flags, author, klaster_project_new_async, cancellable, callback, user_data);
}

/**
 * klaster_project_new_finish:
 * @result: the result
 * @error: return location; %G_IO_ERROR_EXISTS when there is such a file already
 *
 * Returns: (transfer full) (nullable): the project
 */
KlasterProject *
klaster_project_new_finish (GAsyncResult  *result,
                            GError       **error)
{
  return finish_opening (result, error);
}

/**
 * klaster_project_open_async:
 * @file: a project file
 * @flags: see #KlasterOpenFlags
 * @author: (nullable): who edits; %NULL: the user's real name
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when it is loaded
 * @user_data: for @callback
 */
void
klaster_project_open_async (GFile               *file,
                            KlasterOpenFlags     flags,
                            const char          *author,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (G_IS_FILE (file));

  start_opening (file, NULL, NULL, flags, author, klaster_project_open_async, cancellable, callback, user_data);
}

/**
 * klaster_project_open_finish:
 * @result: the result
 * @error: return location, %KLASTER_PROJECT_ERROR
 *
 * Returns: (transfer full) (nullable): the project
 */
KlasterProject *
klaster_project_open_finish (GAsyncResult  *result,
                             GError       **error)
{
  return finish_opening (result, error);
}

/**
 * klaster_project_get_file:
 * @self: a project
 *
 * Returns: (transfer none): the file it is in; one in the user's data folder while nobody has given it a place
 */
GFile *
klaster_project_get_file (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->file;
}

/**
 * klaster_project_get_uuid:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what names the project in all its copies
 */
const char *
klaster_project_get_uuid (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->uuid;
}

/**
 * klaster_project_get_display_name:
 * @self: a project
 *
 * Returns: (transfer none): what titles and messages call it
 */
const char *
klaster_project_get_display_name (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->display_name;
}

/**
 * klaster_project_get_snapshot:
 * @self: a project
 *
 * Returns: (transfer none): its content now, edits that are not on disk yet included; another one after each ::changed
 */
KlasterSnapshot *
klaster_project_get_snapshot (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->snapshot;
}

/**
 * klaster_project_get_save_state:
 * @self: a project
 *
 * Returns: how far what was edited has come
 */
KlasterSaveState
klaster_project_get_save_state (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), KLASTER_SAVE_STATE_READ_ONLY);

  return self->save_state;
}

/**
 * klaster_project_get_save_error:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): why it could not be saved last; %NULL: it could
 */
const GError *
klaster_project_get_save_error (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->save_error;
}

/**
 * klaster_project_get_can_undo:
 * @self: a project
 *
 * Returns: whether there is a step to take back, and the project may be edited
 */
gboolean
klaster_project_get_can_undo (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), FALSE);

  return !self->read_only && klaster_history_get_n_undo (self->history) > 0;
}

/**
 * klaster_project_get_can_redo:
 * @self: a project
 *
 * Returns: whether there is a step to bring back, and the project may be edited
 */
gboolean
klaster_project_get_can_redo (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), FALSE);

  return !self->read_only && klaster_history_get_n_redo (self->history) > 0;
}

/**
 * klaster_project_get_n_undo:
 * @self: a project
 *
 * Returns: how many steps can be taken back
 */
guint
klaster_project_get_n_undo (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), 0);

  return klaster_history_get_n_undo (self->history);
}

/**
 * klaster_project_get_n_redo:
 * @self: a project
 *
 * Returns: how many steps can be brought back
 */
guint
klaster_project_get_n_redo (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), 0);

  return klaster_history_get_n_redo (self->history);
}

/**
 * klaster_project_get_undo_label:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): the label of the step that undo takes back; %NULL: there is none
 */
const char *
klaster_project_get_undo_label (KlasterProject *self)
{
  KlasterHistoryEntry *entry;

  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  entry = self->read_only ? NULL : klaster_history_get_undo (self->history);

  return entry ? entry->label : NULL;
}

/**
 * klaster_project_get_undo_step:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): uuid of the first edit of the step that undo takes back, for
 *   klaster_project_undo_step_async()
 */
const char *
klaster_project_get_undo_step (KlasterProject *self)
{
  KlasterHistoryEntry *entry;

  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  entry = self->read_only ? NULL : klaster_history_get_undo (self->history);

  return entry ? entry->step : NULL;
}

/**
 * klaster_project_get_redo_label:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): the label of the step that redo brings back; %NULL: there is none
 */
const char *
klaster_project_get_redo_label (KlasterProject *self)
{
  KlasterHistoryEntry *entry;

  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  entry = self->read_only ? NULL : klaster_history_get_redo (self->history);

  return entry ? entry->label : NULL;
}

/**
 * klaster_project_get_warning:
 * @self: a project
 *
 * Returns: (transfer none) (nullable): what people have to know about the file, as a sentence
 */
const char *
klaster_project_get_warning (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), NULL);

  return self->warning;
}

void
klaster_project_set_warning (KlasterProject *self,
                             const char     *warning)
{
  g_free (self->warning);
  self->warning = g_strdup (warning);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARNING]);
}

/**
 * klaster_project_is_read_only:
 * @self: a project
 *
 * Returns: whether every edit is refused
 */
gboolean
klaster_project_is_read_only (KlasterProject *self)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (self), TRUE);

  return self->read_only;
}

/**
 * klaster_project_set_author:
 * @self: a project
 * @author: (nullable): whose name edits carry from now on; %NULL or "": that of the account
 */
void
klaster_project_set_author (KlasterProject *self,
                            const char     *author)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));

  if (author == NULL || *author == '\0')
    author = get_default_author ();
  if (strcmp (self->author, author) == 0)
    return;
  g_free (self->author);
  self->author = g_strdup (author);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AUTHOR]);
}

static void
stop_thread (GTask        *task,
             gpointer      source_object,
             gpointer      task_data,
             GCancellable *cancellable)
{
  KlasterProject *self = source_object;

  g_clear_pointer (&self->store, klaster_store_stop); /* nobody else uses it: the project is closed */
  if (GPOINTER_TO_INT (task_data))
    klaster_working_copy_free (g_steal_pointer (&self->copy));
  else
    klaster_working_copy_discard (g_steal_pointer (&self->copy));
  g_task_return_boolean (task, TRUE);
}

/* Nothing may be reading or publishing the working copy any more. */
static void
give_up_copy (KlasterProject *self,
              GTask          *task,
              gboolean        keep)
{
  g_assert (!self->publishing && !self->checking);

  self->closed = TRUE;
  klaster_project_stop_publishing (self);
  g_task_set_task_data (task, GINT_TO_POINTER (keep), NULL);
  klaster_worker_run_task (task, stop_thread);
}

static void
close_published_cb (GObject      *source,
                    GAsyncResult *result,
                    gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (klaster_project_publish_finish (self, result, &error))
    {
      give_up_copy (self, task, FALSE);
      return;
    }
  self->closing = FALSE;
  g_task_return_error (task, error);
}

static void
close_idle_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      data)
{
  KlasterProject *self = KLASTER_PROJECT (source);

  self->close_task = data;
  klaster_project_pump_publish (self);
}

void
klaster_project_finish_closing (KlasterProject *self)
{
  g_autoptr (GTask) task = g_steal_pointer (&self->close_task);

  give_up_copy (self, task, klaster_project_is_dirty (self) && !self->abandoned);
}

/**
 * klaster_project_close_async:
 * @self: a project
 * @postpone: leave what is not published to the next start
 * @cancellable: (nullable): a #GCancellable
 * @callback: called when nothing is left to do
 * @user_data: for @callback
 *
 * When it cannot be published, the project stays open and the error (%KLASTER_PROJECT_ERROR_NOT_PUBLISHED) says why.
 */
void
klaster_project_close_async (KlasterProject      *self,
                             gboolean             postpone,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_return_if_fail (KLASTER_IS_PROJECT (self));

  g_task_set_source_tag (task, klaster_project_close_async);
  if (self->closing)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  self->closing = TRUE;
  if (postpone || self->read_only)
    klaster_project_wait_idle_async (self, close_idle_cb, g_steal_pointer (&task));
  else
    klaster_project_publish_async (self, cancellable, close_published_cb, g_steal_pointer (&task));
}

/**
 * klaster_project_abandon_async:
 * @self: a project
 * @callback: called when nothing is left to do; klaster_project_close_finish() tells
 * @user_data: for @callback
 *
 * Closes, and throws away what is not published: for those who were overtaken and do the same again on what is there now.
 */
void
klaster_project_abandon_async (KlasterProject      *self,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (KLASTER_IS_PROJECT (self));

  self->abandoned = TRUE;
  klaster_project_close_async (self, TRUE, NULL, callback, user_data);
}

gboolean
klaster_project_close_finish (KlasterProject  *self,
                              GAsyncResult    *result,
                              GError         **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
