/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include "klaster-register-model.h"

struct _KlasterRegisterModel
{
  GObject parent_instance;

  KlasterProject *project;
  KlasterRegisterQuery *query;
  KlasterRecordList *list;
  KlasterRegisterIndex *index;   /* NULL while a run has it */
  KlasterRegisterResult *result;
  char *date;                    /* (nullable): today, whichever day that is */
  char *shown_date;              /* of the last run */
  GCancellable *running;
  gboolean stale;                /* something changed since that run began */
};

enum
{
  PROP_PROJECT = 1,
  PROP_DATE,
  N_PROPERTIES
};

enum
{
  UPDATED,
  QUERY_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterRegisterModel, klaster_register_model, G_TYPE_OBJECT)

/* What a run works on: nothing of it changes meanwhile. */
typedef struct
{
  KlasterRegisterQuery *query;
  KlasterRegisterIndex *index;
  KlasterSnapshot *snapshot;
  char *date;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  klaster_register_query_unref (run->query);
  klaster_register_index_free (run->index);
  klaster_snapshot_unref (run->snapshot);
  g_free (run->date);
  g_free (run);
}

static void begin (KlasterRegisterModel *self);

static void
run_thread (GTask        *task,
            gpointer      source,
            gpointer      data,
            GCancellable *cancellable)
{
  Run *run = data;
  GError *error = NULL;
  KlasterRegisterResult *result = klaster_register_query_run (run->query, run->index, run->snapshot, run->date, cancellable,
                                                              &error);

  if (result)
    g_task_return_pointer (task, result, (GDestroyNotify) klaster_register_result_free);
  else
    g_task_return_error (task, error);
}

static void
run_done_cb (GObject      *source,
             GAsyncResult *async_result,
             gpointer      data)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (source);
  Run *run = g_task_get_task_data (G_TASK (async_result));
  g_autoptr (KlasterRegisterResult) result = g_task_propagate_pointer (G_TASK (async_result), NULL);

  self->index = g_steal_pointer (&run->index);
  g_clear_object (&self->running);

  /* A result that was overtaken by an edit would show rows that are gone; the next run follows at once. */
  if (result && self->project && run->snapshot == klaster_project_get_snapshot (self->project))
    {
      g_clear_pointer (&self->result, klaster_register_result_free);
      self->result = g_steal_pointer (&result);
      g_free (self->shown_date);
      self->shown_date = g_strdup (run->date);
      klaster_record_list_set_content (self->list, run->snapshot,
                                       (const gint64 *) (gpointer) self->result->ids->data, self->result->ids->len);
      g_signal_emit (self, signals[UPDATED], 0);
    }
  else
    {
      self->stale = TRUE;
    }

  if (self->project && self->stale)
    begin (self);
}

static void
begin (KlasterRegisterModel *self)
{
  g_autoptr (GTask) task = NULL;
  Run *run;

  self->stale = FALSE;
  self->running = g_cancellable_new ();
  run = g_new0 (Run, 1);
  run->query = klaster_register_query_ref (self->query);
  run->index = g_steal_pointer (&self->index);
  run->snapshot = klaster_snapshot_ref (klaster_project_get_snapshot (self->project));
  run->date = self->date ? g_strdup (self->date) : klaster_date_today ();

  task = g_task_new (self, self->running, run_done_cb, NULL);
  g_task_set_source_tag (task, begin);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, run, run_free);
  g_task_run_in_thread (task, run_thread);
}

static void
start_run (KlasterRegisterModel *self)
{
  if (self->project == NULL)
    return;
  if (self->running)
    self->stale = TRUE;
  else
    begin (self);
}

/* A query that was overtaken is not worth its end; an edit waits for the run, whose index it will use. */
static void
query_again (KlasterRegisterModel *self)
{
  if (self->running)
    g_cancellable_cancel (self->running);
  start_run (self);
}

/* What other tables hold does not show in the register. */
static gboolean
concerns (KlasterDelta *delta)
{
  static const KlasterTable tables[] = {
    KLASTER_TABLE_AGREEMENT, KLASTER_TABLE_AGREEMENT_PARTY, KLASTER_TABLE_AGREEMENT_CLAUSE, KLASTER_TABLE_OBLIGATION,
    KLASTER_TABLE_INSTITUTION, KLASTER_TABLE_COOPERATION, KLASTER_TABLE_COOPERATION_AGREEMENT, KLASTER_TABLE_GOAL,
    KLASTER_TABLE_PARAMETER, KLASTER_TABLE_VOCABULARY,
  };

  for (guint i = 0; i < G_N_ELEMENTS (tables); i++)
    if (klaster_delta_touches (delta, tables[i]))
      return TRUE;

  return FALSE;
}

static void
project_changed_cb (KlasterRegisterModel *self,
                    KlasterDelta         *delta,
                    KlasterProject       *project)
{
  klaster_record_list_update (self->list, klaster_project_get_snapshot (project), delta);
  if (delta == NULL || self->running || concerns (delta))
    start_run (self);
}

static void
klaster_register_model_get_property (GObject    *object,
                                     guint       property_id,
                                     GValue     *value,
                                     GParamSpec *pspec)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      g_value_set_object (value, self->project);
      break;
    case PROP_DATE:
      g_value_set_string (value, self->date);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_register_model_set_property (GObject      *object,
                                     guint         property_id,
                                     const GValue *value,
                                     GParamSpec   *pspec)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (object);

  switch (property_id)
    {
    case PROP_PROJECT:
      self->project = g_value_dup_object (value);
      break;
    case PROP_DATE:
      klaster_register_model_set_date (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_register_model_constructed (GObject *object)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (object);

  G_OBJECT_CLASS (klaster_register_model_parent_class)->constructed (object);

  if (self->project)
    {
      g_signal_connect_object (self->project, "changed", G_CALLBACK (project_changed_cb), self, G_CONNECT_SWAPPED);
      start_run (self);
    }
}

static void
klaster_register_model_dispose (GObject *object)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (object);

  if (self->running)
    g_cancellable_cancel (self->running);
  if (self->project)
    g_signal_handlers_disconnect_by_data (self->project, self);
  g_clear_object (&self->project);

  G_OBJECT_CLASS (klaster_register_model_parent_class)->dispose (object);
}

static void
klaster_register_model_finalize (GObject *object)
{
  KlasterRegisterModel *self = KLASTER_REGISTER_MODEL (object);

  klaster_register_query_unref (self->query);
  klaster_register_index_free (self->index);
  klaster_register_result_free (self->result);
  g_object_unref (self->list);
  g_clear_object (&self->running);
  g_free (self->date);
  g_free (self->shown_date);

  G_OBJECT_CLASS (klaster_register_model_parent_class)->finalize (object);
}

static void
klaster_register_model_class_init (KlasterRegisterModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = klaster_register_model_constructed;
  object_class->dispose = klaster_register_model_dispose;
  object_class->finalize = klaster_register_model_finalize;
  object_class->get_property = klaster_register_model_get_property;
  object_class->set_property = klaster_register_model_set_property;

  properties[PROP_PROJECT] = g_param_spec_object ("project", NULL, NULL, KLASTER_TYPE_PROJECT,
                                                  G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_DATE] = g_param_spec_string ("date", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  signals[UPDATED] = g_signal_new ("updated", KLASTER_TYPE_REGISTER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[QUERY_CHANGED] = g_signal_new ("query-changed", KLASTER_TYPE_REGISTER_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                         NULL, G_TYPE_NONE, 0);
}

static void
klaster_register_model_init (KlasterRegisterModel *self)
{
  self->query = klaster_register_query_new ();
  self->list = klaster_record_list_new (KLASTER_TABLE_AGREEMENT);
  self->index = klaster_register_index_new (klaster_language_get_default ());
  self->shown_date = klaster_date_today ();
}

/**
 * klaster_register_model_new:
 * @project: a project
 *
 * Returns: (transfer full): a model of its agreements, empty until the first run ends
 */
KlasterRegisterModel *
klaster_register_model_new (KlasterProject *project)
{
  g_return_val_if_fail (KLASTER_IS_PROJECT (project), NULL);

  return g_object_new (KLASTER_TYPE_REGISTER_MODEL, "project", project, NULL);
}

KlasterProject *
klaster_register_model_get_project (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), NULL);

  return self->project;
}

KlasterRecordList *
klaster_register_model_get_list (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), NULL);

  return self->list;
}

KlasterRegisterQuery *
klaster_register_model_get_query (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), NULL);

  return self->query;
}

/**
 * klaster_register_model_set_query:
 * @self: a model
 * @query: what is wanted from now on; not to be changed any more
 *
 * Starts a run unless @query asks the same as before. The list keeps showing the last result until the run ends.
 */
void
klaster_register_model_set_query (KlasterRegisterModel *self,
                                  KlasterRegisterQuery *query)
{
  g_return_if_fail (KLASTER_IS_REGISTER_MODEL (self));
  g_return_if_fail (query != NULL);

  if (klaster_register_query_equal (self->query, query))
    return;

  klaster_register_query_ref (query);
  klaster_register_query_unref (self->query);
  self->query = query;
  g_signal_emit (self, signals[QUERY_CHANGED], 0);
  query_again (self);
}

const char *
klaster_register_model_get_date (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), NULL);

  return self->shown_date;
}

/**
 * klaster_register_model_set_date:
 * @self: a model
 * @date: (nullable): the day as of which agreements are in force, due and overdue; %NULL: today
 */
void
klaster_register_model_set_date (KlasterRegisterModel *self,
                                 const char           *date)
{
  g_return_if_fail (KLASTER_IS_REGISTER_MODEL (self));
  g_return_if_fail (date == NULL || klaster_date_is_valid (date));

  if (g_strcmp0 (self->date, date) == 0)
    return;

  g_free (self->date);
  self->date = g_strdup (date);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DATE]);
  query_again (self);
}

const KlasterRegisterResult *
klaster_register_model_get_result (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), NULL);

  return self->result;
}

gboolean
klaster_register_model_is_busy (KlasterRegisterModel *self)
{
  g_return_val_if_fail (KLASTER_IS_REGISTER_MODEL (self), FALSE);

  return self->running != NULL;
}
