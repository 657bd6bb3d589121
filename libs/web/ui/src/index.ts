export { Badge, badgeClass, type Tone } from './badge';
export { Button, type ButtonProps } from './button';
export { CopyButton } from './copy-button';
export { cx } from './cx';
export { Dialog } from './dialog';
export { Select, TextArea, TextField } from './field';
export { type IconComponent } from './icon';
export {
  ArrowDownToLine,
  ArrowDownWideNarrow,
  ArrowRight,
  ArrowUp,
  Ban,
  BellMinus,
  BellOff,
  BellPlus,
  BellRing,
  Bookmark,
  BookmarkPlus,
  Braces,
  Building2,
  Check,
  CheckCheck,
  ChevronDown,
  ChevronRight,
  ChevronsUpDown,
  CircleAlert,
  CircleCheck,
  CircleHelp,
  CircleUser,
  Clock,
  Columns3,
  Compass,
  Copy,
  Download,
  DownloadCloud,
  ExternalLink,
  Eye,
  FilePlus2,
  FileSpreadsheet,
  FileUp,
  FilterX,
  FolderPlus,
  Globe,
  History,
  ImagePlus,
  Inbox,
  Info,
  Keyboard,
  KeyRound,
  Layers,
  Lightbulb,
  Link2,
  ListChecks,
  ListFilter,
  Lock,
  LogOut,
  MailCheck,
  MessageCircleOff,
  MessageCircleQuestion,
  MessageSquare,
  Minus,
  Moon,
  PanelLeft,
  PartyPopper,
  Pencil,
  Play,
  PlugZap,
  Plus,
  Power,
  Radio,
  RadioTower,
  RotateCcw,
  Rows3,
  ScrollText,
  Search,
  SearchX,
  Send,
  Settings,
  ShieldCheck,
  ShieldOff,
  ShieldX,
  SlidersHorizontal,
  Square,
  Sun,
  Table2,
  Tags,
  TimerOff,
  Trash2,
  TriangleAlert,
  User,
  UserCheck,
  UserX,
  X,
  XCircle,
} from './icons';
export { JsonViewer } from './json-viewer';
export { Kbd } from './kbd';
export { MenuItem, MenuLink } from './menu';
export { Modal } from './modal';
export { Notice } from './notice';
export { EmptyState, Skeleton } from './placeholder-states';
export { Popover } from './popover';
export { ProgressBar } from './progress-bar';
export { Segmented } from './segmented';
export { StatusDot } from './status-dot';
export { Switch } from './switch';
export { TagInput } from './tag-input';
