/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-derive.h"
#include "klaster-query-model.h"
#include "klaster-query-private.h"
#include "klaster-worker.h"

struct _KlasterQueryModel
{
  GObject parent_instance;

  KlasterTable table;
  KlasterProject *project;
  KlasterQuery *query;
  KlasterRecordList *list;
  KlasterQueryIndex *index;     /* NULL while a run has it */
  KlasterQueryResult *result;
  char *date;                   /* (nullable): today, whichever day that is */
  char *shown_date;             /* of the last run */
  GCancellable *running;        /* of the run under way */
  gboolean stale;               /* something changed since that run began */
  gboolean warming;             /* that run only folds texts */
  gboolean warmed;              /* all texts were folded once; edits bring few new ones */
};

typedef enum
{
  PROP_TABLE = 1,
  PROP_PROJECT,
  PROP_QUERY,
  PROP_LIST,
  PROP_BUSY,
  PROP_DATE,
} KlasterQueryModelProperty;

static GParamSpec *properties[PROP_DATE + 1];

enum
{
  SIGNAL_UPDATED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterQueryModel, klaster_query_model, G_TYPE_OBJECT)

/* What a run works on: nothing of it changes meanwhile. */
typedef struct
{
  KlasterQuery *query;
  KlasterQueryIndex *index;
  KlasterSnapshot *snapshot;
  char *date;
  gboolean warm; /* only folds texts for the searches to come */
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  klaster_query_unref (run->query);
  klaster_query_index_free (run->index);
  klaster_snapshot_unref (run->snapshot);
  g_free (run->date);
  g_free (run);
}

static void begin (KlasterQueryModel *self,
                   gboolean            warm);

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Run *run = data;
  g_autoptr (GError) error = NULL;
  KlasterQueryResult *result;

  if (run->warm)
    {
      klaster_query_index_warm (run->index, run->snapshot, cancellable);
      g_task_return_pointer (task, NULL, NULL);
      return;
    }
  result = klaster_query_run (run->query, run->index, run->snapshot, run->date, cancellable, &error);
  if (result)
    g_task_return_pointer (task, result, (GDestroyNotify) klaster_query_result_free);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

static void
run_done_cb (GObject      *source,
             GAsyncResult *async_result,
             gpointer      data)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (source);
  Run *run = g_task_get_task_data (G_TASK (async_result));
  g_autoptr (KlasterQueryResult) result = g_task_propagate_pointer (G_TASK (async_result), NULL);

  self->index = g_steal_pointer (&run->index);
  g_clear_object (&self->running);

  /* A result that was overtaken by an edit would show rows that are gone; the next run follows at once. */
  if (run->warm)
    self->warmed = !g_cancellable_is_cancelled (g_task_get_cancellable (G_TASK (async_result)));
  else if (result && self->project && run->snapshot == klaster_project_get_snapshot (self->project))
    {
      g_clear_pointer (&self->result, klaster_query_result_free);
      self->result = g_steal_pointer (&result);
      g_free (self->shown_date);
      self->shown_date = g_strdup (run->date);
      klaster_record_list_set_content (self->list, run->snapshot,
                                       (const gint64 *) (gpointer) self->result->ids->data, self->result->ids->len);
      if (!self->stale)
        g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
      g_signal_emit (self, signals[SIGNAL_UPDATED], 0);
    }
  else
    self->stale = TRUE;

  /* Unless somebody who was told has edited meanwhile, and the next run is under way. */
  if (self->project && self->running == NULL && (self->stale || !self->warmed))
    begin (self, !self->stale);
}

static void
begin (KlasterQueryModel *self,
       gboolean           warm)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  self->stale = FALSE;
  self->running = g_cancellable_new ();
  run = g_new0 (Run, 1);
  run->query = klaster_query_ref (self->query);
  run->index = g_steal_pointer (&self->index);
  run->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  run->date = self->date ? g_strdup (self->date) : klaster_date_today ();
  run->warm = warm;

  task = g_task_new (self, self->running, run_done_cb, NULL);
  g_task_set_source_tag (task, begin);
  g_task_set_priority (task, G_PRIORITY_DEFAULT);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  self->warming = warm;
  klaster_worker_run_task (task, run_thread);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* Folding beforehand makes way for whatever is wanted now. */
static void
start_run (KlasterQueryModel *self)
{
  if (self->project == NULL)
    return;
  if (self->running == NULL)
    {
      begin (self, FALSE);
      return;
    }

  self->stale = TRUE;
  if (self->warming)
    g_cancellable_cancel (self->running);
}

/* A query that was overtaken is not worth its end; an edit waits for the run, whose index it will use. */
static void
query_again (KlasterQueryModel *self)
{
  if (self->running)
    g_cancellable_cancel (self->running);
  start_run (self);
}

static gboolean
concerns (KlasterQueryModel *self,
          KlasterDelta      *delta)
{
  const KlasterListing *listing = klaster_listing_get (self->table);

  if (listing->tables == NULL || delta == NULL)
    return TRUE;
  for (guint i = 0; i < listing->n_tables; i++)
    if (klaster_delta_touches (delta, listing->tables[i]))
      return TRUE;

  return FALSE;
}

static void
project_changed_cb (KlasterQueryModel *self,
                    KlasterDelta      *delta,
                    KlasterProject    *project)
{
  klaster_record_list_update (self->list, klaster_project_get_snapshot (project), delta);
  /* A run that is under way has a snapshot that is no longer the project's. */
  if (self->running != NULL || concerns (self, delta))
    start_run (self);
}

static void
klaster_query_model_get_property (GObject    *object,
                                  guint       prop_id,
                                  GValue     *value,
                                  GParamSpec *pspec)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (object);

  switch ((KlasterQueryModelProperty) prop_id)
    {
    case PROP_TABLE:
      g_value_set_uint (value, self->table);
      break;
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_QUERY:
      g_value_set_boxed (value, self->query);
      break;
    case PROP_LIST:
      g_value_set_object (value, self->list);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, klaster_query_model_is_busy (self));
      break;
    case PROP_DATE:
      g_value_set_string (value, self->date);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_query_model_set_property (GObject      *object,
                                  guint         prop_id,
                                  const GValue *value,
                                  GParamSpec   *pspec)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (object);

  switch ((KlasterQueryModelProperty) prop_id)
    {
    case PROP_TABLE:
      self->table = g_value_get_uint (value);
      self->query = klaster_query_new (self->table);
      self->list = klaster_record_list_new (self->table);
      self->index = klaster_query_index_new (self->table, klaster_language_get_default ());
      break;
    case PROP_PROJECT:
      g_assert (self->project == NULL);
      self->project = g_value_dup_object (value);
      break;
    case PROP_QUERY:
      klaster_query_model_set_query (self, g_value_get_boxed (value));
      break;
    case PROP_DATE:
      klaster_query_model_set_date (self, g_value_get_string (value));
      break;
    case PROP_LIST:
    case PROP_BUSY:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
klaster_query_model_constructed (GObject *object)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (object);

  G_OBJECT_CLASS (klaster_query_model_parent_class)->constructed (object);

  if (self->project == NULL)
    return;
  g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
  start_run (self);
}

static void
klaster_query_model_dispose (GObject *object)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (object);

  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_query_model_parent_class)->dispose (object);
}

static void
klaster_query_model_finalize (GObject *object)
{
  KlasterQueryModel *self = KLASTER_QUERY_MODEL (object);

  /* A task holds a reference to its source, so nothing runs any more. */
  g_assert (self->running == NULL);
  g_clear_pointer (&self->index, klaster_query_index_free);
  g_clear_pointer (&self->result, klaster_query_result_free);
  g_clear_pointer (&self->query, klaster_query_unref);
  g_clear_pointer (&self->date, g_free);
  g_clear_pointer (&self->shown_date, g_free);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (klaster_query_model_parent_class)->finalize (object);
}

static void
klaster_query_model_class_init (KlasterQueryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = klaster_query_model_constructed;
  object_class->dispose = klaster_query_model_dispose;
  object_class->finalize = klaster_query_model_finalize;
  object_class->get_property = klaster_query_model_get_property;
  object_class->set_property = klaster_query_model_set_property;

  properties[PROP_TABLE] = g_param_spec_uint ("table", NULL, NULL, 0, KLASTER_N_TABLES - 1, KLASTER_TABLE_INSTITUTION,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_QUERY] = g_param_spec_boxed ("query", NULL, NULL, KLASTER_TYPE_QUERY,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LIST] = g_param_spec_object ("list", NULL, NULL, KLASTER_TYPE_RECORD_LIST,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_DATE] = g_param_spec_string ("date", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_UPDATED] = g_signal_new ("updated", KLASTER_TYPE_QUERY_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                          G_TYPE_NONE, 0);
}

static void
klaster_query_model_init (KlasterQueryModel *self)
{
  self->shown_date = klaster_date_today ();
}

/**
 * klaster_query_model_new:
 * @project: a project
 * @table: what is listed of it: institutions or agreements
 *
 * Returns: (transfer full): a model of its members or agreements, empty until the first run ends
 */
KlasterQueryModel *
klaster_query_model_new (KlasterProject *project,
                         KlasterTable    table)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (project), NULL);

  return g_object_new (KLASTER_TYPE_QUERY_MODEL, "table", table, "project", project, NULL);
}

KlasterProject *
klaster_query_model_get_project (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), NULL);

  return self->project;
}

KlasterRecordList *
klaster_query_model_get_list (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), NULL);

  return self->list;
}

KlasterQuery *
klaster_query_model_get_query (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), NULL);

  return self->query;
}

/**
 * klaster_query_model_set_query:
 * @self: a model
 * @query: what is wanted from now on; not to be changed any more
 *
 * Starts a run unless @query asks the same as before. The list keeps showing the last result until the run ends.
 */
void
klaster_query_model_set_query (KlasterQueryModel *self,
                               KlasterQuery      *query)
{
  g_return_if_fail (KLASTER_IS_QUERY_MODEL (self));
  g_return_if_fail (query != NULL);

  if (klaster_query_equal (self->query, query))
    return;

  klaster_query_ref (query);
  klaster_query_unref (self->query);
  self->query = query;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_QUERY]);
  query_again (self);
}

const char *
klaster_query_model_get_date (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), NULL);

  return self->shown_date;
}

/**
 * klaster_query_model_set_date:
 * @self: a model
 * @date: (nullable): the day as of which things need attention, are in force, due and overdue; %NULL: today
 */
void
klaster_query_model_set_date (KlasterQueryModel *self,
                              const char        *date)
{
  g_return_if_fail (KLASTER_IS_QUERY_MODEL (self));
  g_return_if_fail (date == NULL || klaster_date_is_valid (date));

  if (g_strcmp0 (self->date, date) == 0)
    return;

  g_free (self->date);
  self->date = g_strdup (date);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATE]);
  query_again (self);
}

const KlasterQueryResult *
klaster_query_model_get_result (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), NULL);

  return self->result;
}

gboolean
klaster_query_model_is_busy (KlasterQueryModel *self)
{
  g_return_val_if_fail (KLASTER_IS_QUERY_MODEL (self), FALSE);

  return self->running != NULL && (!self->warming || self->stale);
}
