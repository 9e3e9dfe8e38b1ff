/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "Klaster"
#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "klaster-paper-view.h"
#include "klaster-picture.h"
#include "klaster-worker.h"

#define MARGIN 18.0
#define GAP 14.0
/* Larger pictures are drawn coarser: an A1 sheet at full size takes 200 MB. */
#define MAX_PIXELS 16e6
/* How many pages above and below what is seen keep their pictures */
#define KEPT_PAGES 3

/* The picture of a page, as far as there is one */
typedef struct
{
  KlasterPicture *picture;
  double zoom;             /* at which it was drawn, device pixels for each point */
  GCancellable *rendering; /* (nullable): the next is on its way */
} Page;

/**
 * KlasterPaperView:
 *
 * The pages of a document below each other, in a GtkScrolledWindow with a viewport. Only those that are seen are drawn, on
 * workers; until a picture is there the last one stands in, or white paper. The same widget with little room shows
 * thumbnails.
 *
 * Properties: page (guint): the page that is looked at; zoom (double): pixels for each point of paper, as they are now
 *
 * Signals: ::activate-page (guint page)  a page was clicked, or Enter pressed on it
 */
struct _KlasterPaperView
{
  GtkWidget parent_instance;

  KlasterPaper *paper;
  GArray *pages; /* of Page */
  double zoom;
  guint page;
  double told_zoom;          /* what listeners to “zoom” know */
  guint zoom_source;
  GtkAdjustment *adjustment; /* (nullable): of the scrolled window around it */
};

G_DEFINE_FINAL_TYPE (KlasterPaperView, klaster_paper_view, GTK_TYPE_WIDGET)

typedef enum
{
  PROP_PAGE = 1,
  PROP_ZOOM,
} KlasterPaperViewProperty;

static GParamSpec *properties[PROP_ZOOM + 1];

enum
{
  ACTIVATE_PAGE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

typedef struct
{
  KlasterPaper *paper;
  guint page;
  double zoom;
} Render;

static void
render_free (gpointer data)
{
  Render *self = data;

  klaster_paper_unref (self->paper);
  g_free (self);
}

static void
page_clear (gpointer data)
{
  Page *page = data;

  if (page->rendering != NULL)
    g_cancellable_cancel (page->rendering);
  g_clear_object (&page->rendering);
  g_clear_object (&page->picture);
}

static gboolean
is_thumbnails (KlasterPaperView *self)
{
  return gtk_widget_has_css_class (GTK_WIDGET (self), "thumbnails");
}

static guint
get_n_pages (KlasterPaperView *self)
{
  return self->paper != NULL ? klaster_paper_get_n_pages (self->paper) : 0;
}

/* Pixels for each point in a widget of that width */
static double
get_zoom_for_width (KlasterPaperView *self,
                    int               width)
{
  double paper_width = 1, paper_height = 1;

  if (self->zoom > 0)
    return self->zoom;
  if (self->paper != NULL)
    klaster_paper_get_size (self->paper, &paper_width, &paper_height);

  return MAX ((width - 2 * MARGIN) / paper_width, 0.02);
}

/* Where a page lies in the widget */
static graphene_rect_t
get_page_rect (KlasterPaperView *self,
               guint             page)
{
  double zoom = klaster_paper_view_get_zoom (self), width, height;

  klaster_paper_get_size (self->paper, &width, &height);
  width = round (width * zoom);
  height = round (height * zoom);

  return GRAPHENE_RECT_INIT ((float) MAX (floor ((gtk_widget_get_width (GTK_WIDGET (self)) - width) / 2), MARGIN),
                             (float) (GAP + page * (height + GAP)), (float) width, (float) height);
}

static guint
find_page (KlasterPaperView *self,
           double            y)
{
  graphene_rect_t first = get_page_rect (self, 0);

  return (guint) CLAMP (floor ((y - GAP / 2) / (first.size.height + GAP)), 0, (double) get_n_pages (self) - 1);
}

/* The pages of which something is seen */
static void
find_seen (KlasterPaperView *self,
           guint            *first,
           guint            *last)
{
  double top = self->adjustment != NULL ? gtk_adjustment_get_value (self->adjustment) : 0;
  double height = self->adjustment != NULL ? gtk_adjustment_get_page_size (self->adjustment)
                                           : gtk_widget_get_height (GTK_WIDGET (self));

  *first = find_page (self, top);
  *last = find_page (self, top + height);
}

static void
render_on_worker (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Render *render = task_data;
  double width, height;
  cairo_surface_t *surface;
  cairo_t *cr;

  if (g_task_return_error_if_cancelled (task))
    return;
  klaster_paper_get_size (render->paper, &width, &height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) ceil (width * render->zoom),
                                        (int) ceil (height * render->zoom));
  cr = cairo_create (surface);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, render->zoom, render->zoom);
  klaster_paper_draw_page (render->paper, render->page, cr);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  g_task_return_pointer (task, surface, (GDestroyNotify) cairo_surface_destroy);
}

static void
rendered_cb (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (source);
  Render *render = g_task_get_task_data (G_TASK (result));
  cairo_surface_t *surface = g_task_propagate_pointer (G_TASK (result), NULL);
  Page *page;

  /* Another document, or the page is not looked at any more */
  if (surface == NULL || self->paper != render->paper || render->page >= self->pages->len)
    {
      g_clear_pointer (&surface, cairo_surface_destroy);
      return;
    }
  page = &g_array_index (self->pages, Page, render->page);
  if (page->rendering == g_task_get_cancellable (G_TASK (result)))
    {
      g_clear_object (&page->rendering);
      g_clear_object (&page->picture);
      page->picture = klaster_picture_new (g_steal_pointer (&surface));
      page->zoom = render->zoom;
      gtk_widget_queue_draw (GTK_WIDGET (self));
    }
  g_clear_pointer (&surface, cairo_surface_destroy);
}

static double
get_render_zoom (KlasterPaperView *self)
{
  double zoom = klaster_paper_view_get_zoom (self) * gtk_widget_get_scale_factor (GTK_WIDGET (self)), width, height;

  klaster_paper_get_size (self->paper, &width, &height);

  return MIN (zoom, sqrt (MAX_PIXELS / (width * height)));
}

static void
request (KlasterPaperView *self,
         guint             position)
{
  Page *page = &g_array_index (self->pages, Page, position);
  double zoom = get_render_zoom (self);
  g_autoptr (GTask) task = NULL;
  Render *render;

  if (page->rendering != NULL || (page->picture != NULL && fabs (page->zoom - zoom) < 1e-6))
    return;
  render = g_new0 (Render, 1);
  render->paper = klaster_paper_ref (self->paper);
  render->page = position;
  render->zoom = zoom;
  page->rendering = g_cancellable_new ();
  task = g_task_new (self, page->rendering, rendered_cb, NULL);
  g_task_set_source_tag (task, request);
  g_task_set_task_data (task, render, render_free);
  klaster_worker_run_task (task, render_on_worker);
}

static void
draw_page (KlasterPaperView *self,
           GtkSnapshot      *snapshot,
           guint             position)
{
  static const GdkRGBA white = { 1, 1, 1, 1 }, shade = { 0, 0, 0, 0.35F };
  graphene_rect_t rect = get_page_rect (self, position);
  const Page *page = &g_array_index (self->pages, Page, position);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, 0);
  gtk_snapshot_append_outset_shadow (snapshot, &outline, &shade, 0, 1, 0, 4);
  gtk_snapshot_append_color (snapshot, &white, &rect);
  if (page->picture != NULL)
    {
      gtk_snapshot_save (snapshot);
      gtk_snapshot_translate (snapshot, &rect.origin);
      gdk_paintable_snapshot (GDK_PAINTABLE (page->picture), snapshot, rect.size.width, rect.size.height);
      gtk_snapshot_restore (snapshot);
    }
}

static void
klaster_paper_view_snapshot (GtkWidget   *widget,
                             GtkSnapshot *snapshot)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (widget);
  guint first, last;

  if (get_n_pages (self) == 0)
    return;
  find_seen (self, &first, &last);
  for (guint i = 0; i < self->pages->len; i++)
    if (i + KEPT_PAGES < first || i > last + KEPT_PAGES)
      page_clear (&g_array_index (self->pages, Page, i));
  for (guint i = first; i <= last; i++)
    {
      request (self, i);
      draw_page (self, snapshot, i);
      if (i == self->page && (is_thumbnails (self) || gtk_widget_has_visible_focus (widget)))
        {
          graphene_rect_t rect = get_page_rect (self, i);
          GskRoundedRect outline;
          GtkStyleContext *context = gtk_widget_get_style_context (widget);
          GdkRGBA color = { 0.21F, 0.52F, 0.89F, 1 };
          const float width = 2;

          if (!gtk_style_context_lookup_color (context, "accent_bg_color", &color))
            gtk_style_context_get_color (context, &color);
          graphene_rect_inset (&rect, -3, -3);
          gsk_rounded_rect_init_from_rect (&outline, &rect, 2);
          gtk_snapshot_append_border (snapshot, &outline, (const float[4]) { width, width, width, width },
                                      (const GdkRGBA[4]) { color, color, color, color });
        }
    }
}

static GtkSizeRequestMode
klaster_paper_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
klaster_paper_view_measure (GtkWidget      *widget,
                            GtkOrientation  orientation,
                            int             for_size,
                            int            *minimum,
                            int            *natural,
                            int            *minimum_baseline,
                            int            *natural_baseline)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (widget);
  double width = 0, height = 0;

  *minimum_baseline = *natural_baseline = -1;
  *minimum = *natural = (int) (4 * MARGIN);
  if (self->paper == NULL)
    return;
  klaster_paper_get_size (self->paper, &width, &height);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      if (self->zoom > 0)
        *minimum = *natural = (int) ceil (width * self->zoom + 2 * MARGIN);
      return;
    }
  height = round (height * get_zoom_for_width (self, for_size >= 0 ? for_size : gtk_widget_get_width (widget)));
  *minimum = *natural = (int) MIN (GAP + get_n_pages (self) * (height + GAP), G_MAXINT16 * 64.0);
}

static gboolean
tell_zoom_cb (gpointer data)
{
  KlasterPaperView *self = data;

  self->zoom_source = 0;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);

  return G_SOURCE_REMOVE;
}

static void
klaster_paper_view_size_allocate (GtkWidget *widget,
                                  int        width,
                                  int        height,
                                  int        baseline)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (widget);
  double zoom = klaster_paper_view_get_zoom (self);

  /* Listeners change labels, for which it is too late in this frame. */
  if (zoom != self->told_zoom && self->zoom_source == 0)
    self->zoom_source = g_idle_add (tell_zoom_cb, self);
  self->told_zoom = zoom;
}

static void
follow_scrolling (KlasterPaperView *self)
{
  guint n_pages = get_n_pages (self);
  double middle;

  gtk_widget_queue_draw (GTK_WIDGET (self));
  if (n_pages == 0 || self->adjustment == NULL)
    return;
  middle = gtk_adjustment_get_value (self->adjustment) + gtk_adjustment_get_page_size (self->adjustment) / 3;
  /* The last page may never get to the middle. */
  if (gtk_adjustment_get_value (self->adjustment) + gtk_adjustment_get_page_size (self->adjustment)
      >= gtk_adjustment_get_upper (self->adjustment) - 1)
    klaster_paper_view_set_page (self, find_page (self, gtk_adjustment_get_upper (self->adjustment)));
  else
    klaster_paper_view_set_page (self, find_page (self, middle));
}

static void
scrolled_cb (GtkAdjustment    *adjustment,
             KlasterPaperView *self)
{
  /* Thumbnails show which page is looked at elsewhere. */
  if (is_thumbnails (self))
    gtk_widget_queue_draw (GTK_WIDGET (self));
  else
    follow_scrolling (self);
}

static void
drop_adjustment (KlasterPaperView *self)
{
  if (self->adjustment != NULL)
    g_signal_handlers_disconnect_by_func (self->adjustment, scrolled_cb, self);
  g_clear_object (&self->adjustment);
}

static void
klaster_paper_view_realize (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (klaster_paper_view_parent_class)->realize (widget);
  klaster_picture_follow_renderer (widget);
}

static void
klaster_paper_view_root (GtkWidget *widget)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (widget);
  GtkWidget *scrolled;

  GTK_WIDGET_CLASS (klaster_paper_view_parent_class)->root (widget);
  scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  if (scrolled == NULL)
    return;
  self->adjustment = g_object_ref (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)));
  g_signal_connect (self->adjustment, "value-changed", G_CALLBACK (scrolled_cb), self);
  g_signal_connect (self->adjustment, "changed", G_CALLBACK (scrolled_cb), self);
}

static void
klaster_paper_view_unroot (GtkWidget *widget)
{
  drop_adjustment (KLASTER_PAPER_VIEW (widget));
  GTK_WIDGET_CLASS (klaster_paper_view_parent_class)->unroot (widget);
}

static void
clicked_cb (GtkGestureClick  *gesture,
            int               n_press,
            double            x,
            double            y,
            KlasterPaperView *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (get_n_pages (self) > 0)
    g_signal_emit (self, signals[ACTIVATE_PAGE], 0, find_page (self, y));
}

static gboolean
step_cb (GtkWidget *widget,
         GVariant  *arguments,
         gpointer   user_data)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (widget);
  int step = g_variant_get_int32 (arguments), n_pages = (int) get_n_pages (self);
  int page = ABS (step) == 1 ? (int) self->page + step : step < 0 ? 0 : n_pages - 1;

  if (n_pages == 0)
    return FALSE;
  page = CLAMP (page, 0, n_pages - 1);
  klaster_paper_view_scroll_to (self, (guint) page);
  g_signal_emit (self, signals[ACTIVATE_PAGE], 0, (guint) page);

  return TRUE;
}

static void
klaster_paper_view_get_property (GObject    *object,
                                 guint       id,
                                 GValue     *value,
                                 GParamSpec *pspec)
{
  switch ((KlasterPaperViewProperty) id)
    {
    case PROP_PAGE:
      g_value_set_uint (value, KLASTER_PAPER_VIEW (object)->page);
      break;
    case PROP_ZOOM:
      g_value_set_double (value, klaster_paper_view_get_zoom (KLASTER_PAPER_VIEW (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
klaster_paper_view_dispose (GObject *object)
{
  KlasterPaperView *self = KLASTER_PAPER_VIEW (object);

  g_clear_handle_id (&self->zoom_source, g_source_remove);
  drop_adjustment (self);
  g_array_set_size (self->pages, 0);
  g_clear_pointer (&self->paper, klaster_paper_unref);

  G_OBJECT_CLASS (klaster_paper_view_parent_class)->dispose (object);
}

static void
klaster_paper_view_finalize (GObject *object)
{
  g_array_unref (KLASTER_PAPER_VIEW (object)->pages);

  G_OBJECT_CLASS (klaster_paper_view_parent_class)->finalize (object);
}

static void
klaster_paper_view_class_init (KlasterPaperViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  static const struct
  {
    guint key;
    int step;
  } keys[] = {
    { GDK_KEY_Page_Up, -1 }, { GDK_KEY_Page_Down, 1 }, { GDK_KEY_KP_Page_Up, -1 }, { GDK_KEY_KP_Page_Down, 1 },
    { GDK_KEY_Home, -2 }, { GDK_KEY_End, 2 }, { GDK_KEY_KP_Home, -2 }, { GDK_KEY_KP_End, 2 },
  };

  object_class->get_property = klaster_paper_view_get_property;
  object_class->dispose = klaster_paper_view_dispose;
  object_class->finalize = klaster_paper_view_finalize;
  widget_class->snapshot = klaster_paper_view_snapshot;
  widget_class->measure = klaster_paper_view_measure;
  widget_class->size_allocate = klaster_paper_view_size_allocate;
  widget_class->get_request_mode = klaster_paper_view_get_request_mode;
  widget_class->realize = klaster_paper_view_realize;
  widget_class->root = klaster_paper_view_root;
  widget_class->unroot = klaster_paper_view_unroot;

  properties[PROP_PAGE] = g_param_spec_uint ("page", NULL, NULL, 0, G_MAXUINT, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, 0, G_MAXDOUBLE, 0,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
  signals[ACTIVATE_PAGE] = g_signal_new ("activate-page", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_UINT);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_add_binding (widget_class, keys[i].key, 0, step_cb, "i", keys[i].step);
  gtk_widget_class_set_css_name (widget_class, "paperview");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
klaster_paper_view_init (KlasterPaperView *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  self->pages = g_array_new (FALSE, TRUE, sizeof (Page));
  g_array_set_clear_func (self->pages, page_clear);
  g_signal_connect (gesture, "pressed", G_CALLBACK (clicked_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

/* What a screen reader says: which page it is, and what stands on it */
static void
describe (KlasterPaperView *self)
{
  guint n_pages = get_n_pages (self);
  g_autofree char *label = NULL;
  g_autofree char *text = NULL;

  if (n_pages == 0 || is_thumbnails (self))
    return;
  /* Translators: the page that is looked at in the preview of a printed document, and how many there are. */
  label = g_strdup_printf (_("Page %u of %u"), self->page + 1, n_pages);
  text = klaster_paper_get_text (self->paper, self->page);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

/**
 * klaster_paper_view_set_paper:
 * @self: a view
 * @paper: (nullable): the document to show
 *
 * Shows another document, at the page that was looked at as far as it has one.
 */
void
klaster_paper_view_set_paper (KlasterPaperView *self,
                              KlasterPaper     *paper)
{
  guint n_pages;

  g_return_if_fail (KLASTER_IS_PAPER_VIEW (self));

  if (paper != NULL)
    klaster_paper_ref (paper);
  g_clear_pointer (&self->paper, klaster_paper_unref);
  self->paper = paper;
  n_pages = get_n_pages (self);
  g_array_set_size (self->pages, 0);
  g_array_set_size (self->pages, n_pages);
  self->page = n_pages > 0 ? MIN (self->page, n_pages - 1) : 0;
  describe (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

KlasterPaper *
klaster_paper_view_get_paper (KlasterPaperView *self)
{
  g_return_val_if_fail (KLASTER_IS_PAPER_VIEW (self), NULL);

  return self->paper;
}

/**
 * klaster_paper_view_set_zoom:
 * @self: a view
 * @zoom: pixels for each point, %KLASTER_PAPER_VIEW_FIT: as wide as there is room
 */
void
klaster_paper_view_set_zoom (KlasterPaperView *self,
                             double            zoom)
{
  guint page;

  g_return_if_fail (KLASTER_IS_PAPER_VIEW (self) && zoom >= 0);

  page = self->page;
  self->zoom = zoom;
  gtk_widget_queue_resize (GTK_WIDGET (self));
  klaster_paper_view_set_page (self, page);
}

double
klaster_paper_view_get_zoom (KlasterPaperView *self)
{
  g_return_val_if_fail (KLASTER_IS_PAPER_VIEW (self), 1);

  return get_zoom_for_width (self, gtk_widget_get_width (GTK_WIDGET (self)));
}

/* Scrolls as little as shows the page that is looked at. */
static void
reveal (KlasterPaperView *self)
{
  graphene_rect_t rect = get_page_rect (self, self->page);

  if (self->adjustment != NULL)
    gtk_adjustment_clamp_page (self->adjustment, rect.origin.y - GAP, rect.origin.y + rect.size.height + GAP);
}

/**
 * klaster_paper_view_set_page:
 * @self: a view
 * @page: from 0 on
 *
 * Marks a page as the one that is looked at, without scrolling.
 */
void
klaster_paper_view_set_page (KlasterPaperView *self,
                             guint             page)
{
  g_return_if_fail (KLASTER_IS_PAPER_VIEW (self));

  if (page == self->page || page >= get_n_pages (self))
    return;
  self->page = page;
  describe (self);
  if (is_thumbnails (self))
    reveal (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PAGE]);
}

guint
klaster_paper_view_get_page (KlasterPaperView *self)
{
  g_return_val_if_fail (KLASTER_IS_PAPER_VIEW (self), 0);

  return self->page;
}

/**
 * klaster_paper_view_scroll_to:
 * @self: a view in a scrolled window
 * @page: from 0 on
 */
void
klaster_paper_view_scroll_to (KlasterPaperView *self,
                              guint             page)
{
  graphene_rect_t rect;

  g_return_if_fail (KLASTER_IS_PAPER_VIEW (self));

  if (self->adjustment == NULL || page >= get_n_pages (self))
    return;
  rect = get_page_rect (self, page);
  gtk_adjustment_set_value (self->adjustment, rect.origin.y - GAP);
  klaster_paper_view_set_page (self, page);
}

gboolean
klaster_paper_view_is_drawn (KlasterPaperView *self)
{
  guint first, last;

  g_return_val_if_fail (KLASTER_IS_PAPER_VIEW (self), FALSE);

  if (get_n_pages (self) == 0)
    return FALSE;
  find_seen (self, &first, &last);
  for (guint i = first; i <= last; i++)
    if (g_array_index (self->pages, Page, i).picture == NULL)
      return FALSE;

  return TRUE;
}
