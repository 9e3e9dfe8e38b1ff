/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>

#include "klaster-connect.h"
#include "klaster-cooperation.h"
#include "klaster-record-picker.h"
#include "klaster-side-panel.h"

/* Where a new cooperation is said more about first. */
#define FIRST_FIELD "models"

/**
 * klaster_connect_members:
 * @widget: where to say how it went
 * @project: a project
 * @selection: (nullable): afterwards the new cooperations; %NULL: the side panel around @widget goes to the first of them
 * @from: a member
 * @to: (array length=n_to): members; @from itself is passed over
 * @n_to: their number
 *
 * Makes a proposed cooperation between @from and each of @to, as one edit.
 *
 * Returns: whether there was one to make
 */
gboolean
klaster_connect_members (GtkWidget        *widget,
                         KlasterProject   *project,
                         KlasterSelection *selection,
                         gint64            from,
                         const gint64     *to,
                         guint             n_to)
{
  g_autofree KlasterPair *pairs = NULL;
  g_autoptr (KlasterEdit) edit = NULL;
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), FALSE);
  g_return_val_if_fail (KLASTER_IS_PROJECT (project), FALSE);

  if (klaster_project_is_read_only (project))
    return FALSE;

  pairs = g_new (KlasterPair, n_to + 1);
  for (guint i = 0; i < n_to; i++)
    pairs[i] = (KlasterPair) { from, to[i] };
  edit = klaster_cooperation_edit_connect (klaster_project_get_snapshot (project), pairs, n_to, &ids);
  if (edit == NULL)
    return FALSE;

  klaster_apply_edit (widget, project, edit, NULL);
  if (selection != NULL)
    klaster_selection_set (selection, KLASTER_TABLE_COOPERATION, (const gint64 *) (gpointer) ids->data, ids->len,
                           g_array_index (ids, gint64, 0));
  else
    gtk_widget_activate_action (widget, "panel.go", "(sx)", klaster_schema_get_table (KLASTER_TABLE_COOPERATION)->name,
                                g_array_index (ids, gint64, 0));
  gtk_widget_activate_action (widget, "win.open-field", "s", FIRST_FIELD);

  return TRUE;
}

/**
 * klaster_connect_selected:
 * @widget: where to say how it went
 * @project: a project
 * @selection: selected members; afterwards the new cooperations
 *
 * Connects two members with each other, more of them with the one that has the focus.
 *
 * Returns: whether there was something to connect
 */
gboolean
klaster_connect_selected (GtkWidget        *widget,
                          KlasterProject   *project,
                          KlasterSelection *selection)
{
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);
  g_autofree gint64 *members = g_memdup2 (ids, n_ids * sizeof *ids);

  if (klaster_selection_get_table (selection) != KLASTER_TABLE_INSTITUTION || n_ids < 2)
    return FALSE;

  return klaster_connect_members (widget, project, selection, klaster_selection_get_focus (selection), members, n_ids);
}

/* A question that is being asked: which member? */
typedef struct
{
  GtkWidget *widget; /* weak */
  GtkWidget *asked;  /* weak: what had the focus */
  GtkWidget *popover;
  KlasterProject *project;
  KlasterSelection *selection;
  gint64 *members;
  guint n_members;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_clear_weak_pointer (&question->widget);
  g_clear_weak_pointer (&question->asked);
  g_object_unref (question->project);
  g_object_unref (question->selection);
  g_free (question->members);
  g_free (question);
}

/* Not to whatever lies in the widget below the popover. */
static void
closed_cb (GtkPopover *popover,
           Question   *question)
{
  if (question->asked != NULL && gtk_widget_get_mapped (question->asked))
    gtk_widget_grab_focus (question->asked);
}

static void
picked_cb (KlasterRecordPicker *picker,
           gint64               id,
           Question            *question)
{
  g_autoptr (GtkWidget) widget = question->widget ? g_object_ref (question->widget) : NULL;

  gtk_popover_popdown (GTK_POPOVER (question->popover));
  if (widget != NULL && id != 0)
    klaster_connect_members (widget, question->project, question->selection, id, question->members, question->n_members);
}

/* The last question stays until it is asked again: GTK still looks at a popover after it was closed. */
static void
remove_last_question (GtkWidget *box)
{
  for (GtkWidget *child = gtk_widget_get_first_child (box); child; child = gtk_widget_get_next_sibling (child))
    if (g_object_get_data (G_OBJECT (child), "question") != NULL)
      {
        gtk_widget_unparent (child);
        return;
      }
}

/* A popover that is still up when its window closes is kept by GTK, and with it the project. */
static void
root_unmapped_cb (GtkWidget *popover)
{
  if (gtk_widget_get_parent (popover) == NULL)
    return;
  gtk_popover_set_child (GTK_POPOVER (popover), NULL);
  g_object_set_data (G_OBJECT (popover), "question", NULL);
  gtk_widget_unparent (popover);
}

/**
 * klaster_connect_ask:
 * @widget: where the question appears: a box, which lets it go when it goes itself
 * @rectangle: (nullable): where in @widget
 * @project: a project
 * @selection: selected members; afterwards the new cooperations
 *
 * Asks with which member to connect those that are selected.
 */
void
klaster_connect_ask (GtkWidget          *widget,
                     const GdkRectangle *rectangle,
                     KlasterProject     *project,
                     KlasterSelection   *selection)
{
  Question *question;
  GtkWidget *picker, *box, *label;
  guint n_ids;
  const gint64 *ids = klaster_selection_get_ids (selection, &n_ids);

  g_return_if_fail (GTK_IS_BOX (widget));

  if (klaster_selection_get_table (selection) != KLASTER_TABLE_INSTITUTION || n_ids == 0
      || klaster_project_is_read_only (project))
    return;

  remove_last_question (widget);
  question = g_new0 (Question, 1);
  g_set_weak_pointer (&question->widget, widget);
  question->project = g_object_ref (project);
  question->selection = g_object_ref (selection);
  g_set_weak_pointer (&question->asked, gtk_root_get_focus (gtk_widget_get_root (widget)));
  question->members = g_memdup2 (ids, n_ids * sizeof *ids);
  question->n_members = n_ids;
  question->popover = gtk_popover_new ();

  label = gtk_label_new (_("Connect With…"));
  gtk_widget_add_css_class (label, "heading");
  picker = klaster_record_picker_new (project, KLASTER_TABLE_INSTITUTION, NULL);
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), picker);
  gtk_popover_set_child (GTK_POPOVER (question->popover), box);
  g_object_set_data_full (G_OBJECT (question->popover), "question", question, question_free);
  g_signal_connect (picker, "picked", G_CALLBACK (picked_cb), question);
  g_signal_connect (question->popover, "closed", G_CALLBACK (closed_cb), question);
  gtk_widget_set_parent (question->popover, widget);
  g_signal_connect_object (gtk_widget_get_root (widget), "unmap", G_CALLBACK (root_unmapped_cb), question->popover,
                           G_CONNECT_SWAPPED);
  if (rectangle)
    gtk_popover_set_pointing_to (GTK_POPOVER (question->popover), rectangle);
  gtk_popover_popup (GTK_POPOVER (question->popover));
  klaster_record_picker_start (KLASTER_RECORD_PICKER (picker), 0, 0, question->members, question->n_members);
}
