/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <string.h>

#include "klaster-cell.h"

struct _KlasterCell
{
  GtkWidget parent_instance;

  guint column;
  gint64 id;
  GtkWidget *label;
  GtkWidget *brief;   /* (nullable): label that stands in for the other one where there is little room */
  int whole;          /* pixels from which on the other one is shown */
  GtkWidget *mark;    /* (nullable): behind it: something needs attention */
  char *note;         /* (nullable): what the pointer and screen readers are told beside the text */
  char *why;          /* (nullable): why the text cannot be written */
  GtkWidget *entry;   /* (nullable): while editing */
  GtkWidget *popover; /* (nullable): says why the text cannot be written */
  GtkWidget *message;
  gboolean ending;
};

enum
{
  TYPED,
  DONE,
  CANCELLED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KlasterCell, klaster_cell, GTK_TYPE_WIDGET)

static void
changed_cb (KlasterCell *self)
{
  g_signal_emit (self, signals[TYPED], 0);
}

static void
leave_cb (KlasterCell *self)
{
  if (!self->ending)
    g_signal_emit (self, signals[DONE], 0, 0, 0);
}

static gboolean
key_pressed_cb (KlasterCell     *self,
                guint            keyval,
                guint            keycode,
                GdkModifierType  state)
{
  switch (keyval)
    {
    case GDK_KEY_Escape:
      g_signal_emit (self, signals[CANCELLED], 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      g_signal_emit (self, signals[DONE], 0, 0, state & GDK_SHIFT_MASK ? -1 : 1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      g_signal_emit (self, signals[DONE], 0, 1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_ISO_Left_Tab:
      g_signal_emit (self, signals[DONE], 0, -1, 0);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
      g_signal_emit (self, signals[DONE], 0, 0, -1);
      return GDK_EVENT_STOP;
    case GDK_KEY_Down:
      g_signal_emit (self, signals[DONE], 0, 0, 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

/* Between the text and the mark behind it */
#define MARK_GAP 6

static int
measure_width (GtkWidget *widget)
{
  int natural = 0;

  if (widget != NULL)
    gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);

  return natural;
}

static void
klaster_cell_size_allocate (GtkWidget *widget,
                            int        width,
                            int        height,
                            int        baseline)
{
  KlasterCell *self = KLASTER_CELL (widget);
  int mark_width = self->mark ? measure_width (self->mark) + MARK_GAP : 0;
  int room = MAX (width - mark_width, 0);
  GtkWidget *shown = self->label;

  if (self->brief)
    {
      gboolean fits = room >= self->whole;

      shown = fits ? self->label : self->brief;
      gtk_widget_set_child_visible (self->label, fits && self->entry == NULL);
      gtk_widget_set_child_visible (self->brief, !fits && self->entry == NULL);
    }
  gtk_widget_size_allocate (shown, &(GtkAllocation) { 0, 0, room, height }, baseline);
  if (self->mark)
    gtk_widget_size_allocate (self->mark,
                              &(GtkAllocation) { MIN (measure_width (shown), room) + MARK_GAP, 0,
                                                 MAX (mark_width - MARK_GAP, 0), height }, -1);
  if (self->entry)
    gtk_widget_size_allocate (self->entry, &(GtkAllocation) { 0, 0, width, height }, baseline);
  if (self->popover)
    gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
klaster_cell_measure (GtkWidget      *widget,
                      GtkOrientation  orientation,
                      int             for_size,
                      int            *minimum,
                      int            *natural,
                      int            *minimum_baseline,
                      int            *natural_baseline)
{
  KlasterCell *self = KLASTER_CELL (widget);

  gtk_widget_measure (self->label, orientation, for_size, minimum, natural, minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL && self->mark)
    {
      *minimum += measure_width (self->mark) + MARK_GAP;
      *natural += measure_width (self->mark) + MARK_GAP;
    }
  if (self->entry && orientation == GTK_ORIENTATION_VERTICAL)
    {
      int entry_minimum, entry_natural;

      gtk_widget_measure (self->entry, orientation, -1, &entry_minimum, &entry_natural, NULL, NULL);
      *minimum = MAX (*minimum, entry_minimum);
      *natural = MAX (*natural, entry_natural);
    }
}

static gboolean
is_cut (KlasterCell *self)
{
  return !gtk_widget_get_child_visible (self->label) || pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (self->label)));
}

/* Answered when it is asked: setting the text of a tooltip asks the display where the pointer is and waits. */
static gboolean
klaster_cell_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard,
                            GtkTooltip *tooltip)
{
  KlasterCell *self = KLASTER_CELL (widget);
  const char *text = self->why ? self->why : self->note;

  if (text == NULL && self->entry == NULL && is_cut (self))
    text = gtk_label_get_label (GTK_LABEL (self->label));
  gtk_tooltip_set_text (tooltip, text);

  return text != NULL;
}

static void
klaster_cell_finalize (GObject *object)
{
  g_free (KLASTER_CELL (object)->note);
  g_free (KLASTER_CELL (object)->why);

  G_OBJECT_CLASS (klaster_cell_parent_class)->finalize (object);
}

static void
klaster_cell_dispose (GObject *object)
{
  KlasterCell *self = KLASTER_CELL (object);

  /* The row goes while somebody types: what was typed is not lost. */
  if (self->entry != NULL && !self->ending)
    g_signal_emit (self, signals[DONE], 0, 0, 0);
  self->ending = TRUE;
  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->mark, gtk_widget_unparent);
  g_clear_pointer (&self->brief, gtk_widget_unparent);
  g_clear_pointer (&self->label, gtk_widget_unparent);

  G_OBJECT_CLASS (klaster_cell_parent_class)->dispose (object);
}

static void
klaster_cell_class_init (KlasterCellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = klaster_cell_dispose;
  object_class->finalize = klaster_cell_finalize;
  widget_class->query_tooltip = klaster_cell_query_tooltip;
  widget_class->measure = klaster_cell_measure;
  widget_class->size_allocate = klaster_cell_size_allocate;

  signals[TYPED] = g_signal_new ("typed", KLASTER_TYPE_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[DONE] = g_signal_new ("done", KLASTER_TYPE_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 2,
                                G_TYPE_INT, G_TYPE_INT);
  signals[CANCELLED] = g_signal_new ("cancelled", KLASTER_TYPE_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_css_name (widget_class, "klastercell");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GRID_CELL);
}

static void
klaster_cell_init (KlasterCell *self)
{
  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_single_line_mode (GTK_LABEL (self->label), TRUE);
  gtk_widget_set_parent (self->label, GTK_WIDGET (self));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_RELATION_LABELLED_BY, self->label, NULL, -1);
}

/**
 * klaster_cell_new:
 * @column: of the table
 *
 * Returns: (transfer floating): an empty cell
 */
GtkWidget *
klaster_cell_new (guint column)
{
  KlasterCell *self = g_object_new (KLASTER_TYPE_CELL, NULL);

  self->column = column;

  return GTK_WIDGET (self);
}

/**
 * klaster_cell_get_column:
 *
 * Returns: the column of the table
 */
guint
klaster_cell_get_column (KlasterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_CELL (self), 0);

  return self->column;
}

/**
 * klaster_cell_get_id:
 *
 * Returns: the record that is shown, or 0
 */
gint64
klaster_cell_get_id (KlasterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_CELL (self), 0);

  return self->id;
}

/**
 * klaster_cell_bind:
 * @id: a record, or 0 for none
 */
void
klaster_cell_bind (KlasterCell *self,
                   gint64       id)
{
  g_return_if_fail (KLASTER_IS_CELL (self));

  self->id = id;
}

/**
 * klaster_cell_show:
 * @text: what the cell says
 * @numeric: whether figures stand at the end
 * @message: (nullable): why this text cannot be written
 */
void
klaster_cell_show (KlasterCell *self,
                   const char  *text,
                   gboolean     numeric,
                   const char  *message)
{
  g_autofree char *line = NULL;

  g_return_if_fail (KLASTER_IS_CELL (self));

  /* One line for each record: further lines are told by the side panel. */
  line = g_strdelimit (g_strdup (text), "\n\r\t", ' ');
  if (strcmp (gtk_label_get_label (GTK_LABEL (self->label)), line) != 0)
    gtk_label_set_label (GTK_LABEL (self->label), line);
  gtk_label_set_xalign (GTK_LABEL (self->label), numeric ? 1 : 0);
  if (numeric)
    gtk_widget_add_css_class (self->label, "numeric");
  g_free (self->why);
  self->why = g_strdup (message);
  if (message)
    gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
}

/**
 * klaster_cell_set_brief:
 * @brief: (nullable): what stands in for the text where there is little room
 * @whole: pixels from which on the text itself is shown: the same for all cells of a column, so that they say the same
 */
void
klaster_cell_set_brief (KlasterCell *self,
                        const char  *brief,
                        int          whole)
{
  g_return_if_fail (KLASTER_IS_CELL (self));

  if (brief == NULL)
    {
      g_clear_pointer (&self->brief, gtk_widget_unparent);
      gtk_widget_set_child_visible (self->label, self->entry == NULL);
      return;
    }
  if (self->whole != whole)
    gtk_widget_queue_allocate (GTK_WIDGET (self));
  self->whole = whole;
  if (self->brief == NULL)
    {
      self->brief = gtk_label_new (NULL);
      gtk_label_set_xalign (GTK_LABEL (self->brief), 0);
      gtk_label_set_ellipsize (GTK_LABEL (self->brief), PANGO_ELLIPSIZE_END);
      gtk_label_set_single_line_mode (GTK_LABEL (self->brief), TRUE);
      gtk_widget_add_css_class (self->brief, "numeric");
      gtk_widget_set_parent (self->brief, GTK_WIDGET (self));
    }
  if (g_strcmp0 (gtk_label_get_label (GTK_LABEL (self->brief)), brief) != 0)
    gtk_label_set_label (GTK_LABEL (self->brief), brief);
}

/**
 * klaster_cell_set_style:
 * @pill: whether the text stands in a pill, which is never cut
 * @style: (nullable): "success", "warning" or "error", the colour of the text or of the pill; "dim-label"
 */
void
klaster_cell_set_style (KlasterCell *self,
                        gboolean     pill,
                        const char  *style)
{
  static const char *const styles[] = { "success", "warning", "error", "dim-label" };

  g_return_if_fail (KLASTER_IS_CELL (self));

  if (pill && !gtk_widget_has_css_class (self->label, "status-pill"))
    {
      gtk_widget_add_css_class (self->label, "status-pill");
      gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_NONE);
      gtk_widget_set_halign (self->label, GTK_ALIGN_START);
      gtk_widget_set_valign (self->label, GTK_ALIGN_CENTER);
    }
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      if (g_strcmp0 (style, styles[i]) == 0)
        gtk_widget_add_css_class (self->label, styles[i]);
      else
        gtk_widget_remove_css_class (self->label, styles[i]);
    }
}

/**
 * klaster_cell_set_note:
 * @note: (nullable): what the pointer and screen readers are told beside the text
 * @mark: (nullable): "warning" or "overdue": something needs attention, as in the list of members
 */
void
klaster_cell_set_note (KlasterCell *self,
                       const char  *note,
                       const char  *mark)
{
  g_return_if_fail (KLASTER_IS_CELL (self));

  if (g_strcmp0 (self->note, note) != 0)
    {
      g_free (self->note);
      self->note = g_strdup (note);
      gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, note ? note : "", -1);
    }
  if (mark == NULL)
    {
      g_clear_pointer (&self->mark, gtk_widget_unparent);
      return;
    }
  if (self->mark == NULL)
    {
      self->mark = gtk_image_new ();
      gtk_widget_add_css_class (self->mark, "badge");
      gtk_widget_set_valign (self->mark, GTK_ALIGN_CENTER);
      gtk_widget_set_parent (self->mark, GTK_WIDGET (self));
    }
  if (!gtk_widget_has_css_class (self->mark, mark))
    {
      gboolean overdue = g_str_equal (mark, "overdue");

      gtk_image_set_from_icon_name (GTK_IMAGE (self->mark), overdue ? "klaster-overdue-symbolic" : "klaster-attention-symbolic");
      gtk_widget_remove_css_class (self->mark, overdue ? "warning" : "overdue");
      gtk_widget_add_css_class (self->mark, mark);
    }
}

/**
 * klaster_cell_begin:
 * @text: what is edited
 * @select_all: whether typing replaces it
 *
 * Begins editing.
 */
void
klaster_cell_begin (KlasterCell *self,
                    const char  *text,
                    gboolean     select_all)
{
  GtkEventController *key;
  GtkEventController *focus;

  g_return_if_fail (KLASTER_IS_CELL (self));

  if (self->entry)
    return;

  key = gtk_event_controller_key_new ();
  focus = gtk_event_controller_focus_new ();
  self->ending = FALSE;
  self->entry = g_object_new (GTK_TYPE_TEXT, "accessible-role", GTK_ACCESSIBLE_ROLE_TEXT_BOX, NULL);
  gtk_editable_set_enable_undo (GTK_EDITABLE (self->entry), FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->entry), text);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (focus, "leave", G_CALLBACK (leave_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->entry, key);
  gtk_widget_add_controller (self->entry, focus);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_set_child_visible (self->label, FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "editing");
  gtk_widget_grab_focus (self->entry);
  if (!select_all)
    gtk_editable_set_position (GTK_EDITABLE (self->entry), -1);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
}

/**
 * klaster_cell_end:
 *
 * Ends editing; the cell keeps the focus if the entry had it.
 */
void
klaster_cell_end (KlasterCell *self)
{
  gboolean focused;

  g_return_if_fail (KLASTER_IS_CELL (self));

  if (self->entry == NULL || self->ending)
    return;

  self->ending = TRUE;
  focused = gtk_widget_has_focus (self->entry);
  klaster_cell_set_message (self, NULL);
  if (focused)
    gtk_widget_grab_focus (GTK_WIDGET (self));
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  gtk_widget_set_child_visible (self->label, TRUE);
  gtk_widget_remove_css_class (GTK_WIDGET (self), "editing");
  gtk_widget_queue_resize (GTK_WIDGET (self));
  self->ending = FALSE;
}

/**
 * klaster_cell_is_editing:
 *
 * Returns: whether somebody types into the cell
 */
gboolean
klaster_cell_is_editing (KlasterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_CELL (self), FALSE);

  return self->entry != NULL;
}

/**
 * klaster_cell_get_shown:
 *
 * Returns: (transfer none): what the cell says, whole; not what is typed
 */
const char *
klaster_cell_get_shown (KlasterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_CELL (self), "");

  return gtk_label_get_label (GTK_LABEL (self->label));
}

/**
 * klaster_cell_get_text:
 *
 * Returns: (transfer none): what stands in the entry, or in the cell
 */
const char *
klaster_cell_get_text (KlasterCell *self)
{
  g_return_val_if_fail (KLASTER_IS_CELL (self), NULL);

  return self->entry ? gtk_editable_get_text (GTK_EDITABLE (self->entry)) : gtk_label_get_label (GTK_LABEL (self->label));
}

/**
 * klaster_cell_set_message:
 * @message: (nullable): why what is typed cannot be written
 */
void
klaster_cell_set_message (KlasterCell *self,
                          const char  *message)
{
  g_return_if_fail (KLASTER_IS_CELL (self));

  if (message == NULL)
    {
      gtk_widget_remove_css_class (GTK_WIDGET (self), "invalid");
      g_clear_pointer (&self->popover, gtk_widget_unparent);
      self->message = NULL;
      return;
    }

  gtk_widget_add_css_class (GTK_WIDGET (self), "invalid");
  if (self->popover == NULL)
    {
      self->message = gtk_label_new (NULL);
      gtk_label_set_wrap (GTK_LABEL (self->message), TRUE);
      gtk_label_set_max_width_chars (GTK_LABEL (self->message), 40);
      gtk_widget_add_css_class (self->message, "error");
      self->popover = gtk_popover_new ();
      gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
      gtk_widget_set_can_focus (self->popover, FALSE);
      gtk_popover_set_child (GTK_POPOVER (self->popover), self->message);
      gtk_widget_set_parent (self->popover, GTK_WIDGET (self));
      gtk_popover_popup (GTK_POPOVER (self->popover));
    }
  gtk_label_set_label (GTK_LABEL (self->message), message);
  if (self->entry)
    gtk_accessible_update_state (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_STATE_INVALID, GTK_ACCESSIBLE_INVALID_TRUE, -1);
}
