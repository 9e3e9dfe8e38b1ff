/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "klaster-multiline-row.h"

/* A text view that is as high as its text. GtkTextView knows how high that is only after it was given a width, and does not
 * tell when it finds out; one that was first measured as empty stays invisible. */
#define KLASTER_TYPE_GROWING_TEXT (klaster_growing_text_get_type ())
G_DECLARE_FINAL_TYPE (KlasterGrowingText, klaster_growing_text, KLASTER, GROWING_TEXT, GtkTextView)

struct _KlasterGrowingText
{
  GtkTextView parent_instance;

  int asked_height; /* for which a resize was queued last */
  guint resize_id;
};

G_DEFINE_FINAL_TYPE (KlasterGrowingText, klaster_growing_text, GTK_TYPE_TEXT_VIEW)

static gboolean
resize_cb (gpointer user_data)
{
  KlasterGrowingText *self = user_data;

  self->resize_id = 0;
  gtk_widget_queue_resize (GTK_WIDGET (self));

  return G_SOURCE_REMOVE;
}

static void
klaster_growing_text_size_allocate (GtkWidget *widget,
                                    int        width,
                                    int        height,
                                    int        baseline)
{
  KlasterGrowingText *self = KLASTER_GROWING_TEXT (widget);
  int minimum, natural;

  GTK_WIDGET_CLASS (klaster_growing_text_parent_class)->size_allocate (widget, width, height, baseline);
  GTK_WIDGET_CLASS (klaster_growing_text_parent_class)->measure (widget, GTK_ORIENTATION_VERTICAL, width, &minimum, &natural,
                                                                 NULL, NULL);
  if (natural == height)
    {
      self->asked_height = 0;
    }
  else if (natural != self->asked_height && self->resize_id == 0)
    {
      self->asked_height = natural;
      self->resize_id = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, resize_cb, self, NULL);
    }
}

static void
klaster_growing_text_dispose (GObject *object)
{
  g_clear_handle_id (&KLASTER_GROWING_TEXT (object)->resize_id, g_source_remove);

  G_OBJECT_CLASS (klaster_growing_text_parent_class)->dispose (object);
}

static void
klaster_growing_text_class_init (KlasterGrowingTextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = klaster_growing_text_dispose;
  GTK_WIDGET_CLASS (klass)->size_allocate = klaster_growing_text_size_allocate;
}

static void
klaster_growing_text_init (KlasterGrowingText *self)
{
}

struct _KlasterMultilineRow
{
  KlasterTextField parent_instance;

  GtkWidget *view;
  GtkWidget *placeholder;
  gboolean one_paragraph;
};

enum
{
  PROP_ONE_PARAGRAPH = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KlasterMultilineRow, klaster_multiline_row, KLASTER_TYPE_TEXT_FIELD)

static GtkTextBuffer *
get_buffer (KlasterMultilineRow *self)
{
  return gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->view));
}

/* Pasted line breaks become spaces where there is only one paragraph. */
static void
insert_text_cb (GtkTextBuffer       *buffer,
                GtkTextIter         *location,
                char                *text,
                int                  length,
                KlasterMultilineRow *self)
{
  g_autofree char *line = NULL;

  if (!self->one_paragraph || memchr (text, '\n', (gsize) length) == NULL)
    return;

  line = g_strdelimit (g_strndup (text, (gsize) length), "\r\n", ' ');
  g_signal_stop_emission_by_name (buffer, "insert-text");
  gtk_text_buffer_insert (buffer, location, line, -1);
}

static void
changed_cb (KlasterMultilineRow *self)
{
  klaster_text_field_changed (KLASTER_TEXT_FIELD (self));
}

static gboolean
key_pressed_cb (KlasterMultilineRow *self,
                guint                keyval,
                guint                keycode,
                GdkModifierType      state)
{
  switch (keyval)
    {
    case GDK_KEY_Escape:
      return klaster_text_field_revert (KLASTER_TEXT_FIELD (self));
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      if ((state & GDK_CONTROL_MASK) == 0 && !self->one_paragraph)
        return GDK_EVENT_PROPAGATE;
      klaster_text_field_commit (KLASTER_TEXT_FIELD (self), TRUE);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static char *
klaster_multiline_row_get_text (KlasterTextField *field)
{
  GtkTextBuffer *buffer = get_buffer (KLASTER_MULTILINE_ROW (field));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
klaster_multiline_row_set_text (KlasterTextField *field,
                                const char       *text)
{
  GtkTextBuffer *buffer = get_buffer (KLASTER_MULTILINE_ROW (field));
  GtkTextIter insert, bound;
  int insert_offset, bound_offset;

  gtk_text_buffer_get_iter_at_mark (buffer, &insert, gtk_text_buffer_get_insert (buffer));
  gtk_text_buffer_get_iter_at_mark (buffer, &bound, gtk_text_buffer_get_selection_bound (buffer));
  insert_offset = gtk_text_iter_get_offset (&insert);
  bound_offset = gtk_text_iter_get_offset (&bound);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_text_buffer_get_iter_at_offset (buffer, &insert, insert_offset);
  gtk_text_buffer_get_iter_at_offset (buffer, &bound, bound_offset);
  gtk_text_buffer_select_range (buffer, &insert, &bound);
}

static void
klaster_multiline_row_present (KlasterTextField *field,
                               gboolean          empty,
                               gboolean          differs,
                               gboolean          editable)
{
  KlasterMultilineRow *self = KLASTER_MULTILINE_ROW (field);
  GtkTextBuffer *buffer = get_buffer (self);

  gtk_label_set_label (GTK_LABEL (self->placeholder),
                       differs ? C_("values", "differs") : adw_preferences_row_get_title (ADW_PREFERENCES_ROW (self)));
  gtk_widget_set_visible (self->placeholder, gtk_text_buffer_get_char_count (buffer) == 0 && (empty || differs));
  gtk_text_view_set_editable (GTK_TEXT_VIEW (self->view), editable);
}

static void
klaster_multiline_row_set_property (GObject      *object,
                                    guint         property_id,
                                    const GValue *value,
                                    GParamSpec   *pspec)
{
  switch (property_id)
    {
    case PROP_ONE_PARAGRAPH:
      KLASTER_MULTILINE_ROW (object)->one_paragraph = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
klaster_multiline_row_class_init (KlasterMultilineRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  KlasterTextFieldClass *field_class = KLASTER_TEXT_FIELD_CLASS (klass);

  object_class->set_property = klaster_multiline_row_set_property;

  properties[PROP_ONE_PARAGRAPH] = g_param_spec_boolean ("one-paragraph", NULL, NULL, FALSE,
                                                         G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  field_class->get_text = klaster_multiline_row_get_text;
  field_class->set_text = klaster_multiline_row_set_text;
  field_class->present = klaster_multiline_row_present;
}

static void
klaster_multiline_row_init (KlasterMultilineRow *self)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkWidget *overlay = gtk_overlay_new ();

  self->view = g_object_new (KLASTER_TYPE_GROWING_TEXT, NULL);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->view), FALSE);
  gtk_text_buffer_set_enable_undo (get_buffer (self), FALSE);
  gtk_widget_set_hexpand (self->view, TRUE);

  self->placeholder = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->placeholder), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->placeholder), PANGO_ELLIPSIZE_END);
  gtk_widget_set_can_target (self->placeholder, FALSE);
  gtk_widget_set_valign (self->placeholder, GTK_ALIGN_START);
  gtk_widget_add_css_class (self->placeholder, "dim-label");

  gtk_overlay_set_child (GTK_OVERLAY (overlay), self->view);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->placeholder);

  klaster_field_row_set_content (KLASTER_FIELD_ROW (self), overlay, self->view);
  klaster_text_field_add_focus (KLASTER_TEXT_FIELD (self), self->view);
  g_signal_connect_object (get_buffer (self), "insert-text", G_CALLBACK (insert_text_cb), self, 0);
  g_signal_connect_object (get_buffer (self), "changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_pressed_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (self->view, key);
}

/**
 * klaster_multiline_row_get_view:
 *
 * Returns: (transfer none): the GtkTextView in which one types
 */
GtkWidget *
klaster_multiline_row_get_view (KlasterMultilineRow *self)
{
  g_return_val_if_fail (KLASTER_IS_MULTILINE_ROW (self), NULL);

  return self->view;
}
